import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { ListedObject } from '../object-store.ts'
import { FOOTER_END_BYTES, footerLength } from '../parquet/footer.ts'
import { type JoinedFile, type JoinOptions, joinedFile } from '../parquet/joined-file.ts'
import type { StoredFile } from '../seal/day-merger.ts'
import { type ObjectPlace, objectBytes, someBytes } from './object-bytes.ts'

/** A bucket, and whole keys in it. */
interface Joining {
  readonly client: S3Client
  readonly bucket: string
  /** Parquet files of the same columns. */
  readonly files: readonly ListedObject[]
  readonly output: string
}

/**
 * Joins Parquet files in a bucket into one: its bytes pass through, some megabytes at a time, and nothing is decoded.
 *
 * The object appears whole or not at all.
 *
 * @returns the file as it was written; null, and no file, when there are no rows
 */
export async function joinObjects(joining: Joining, options: JoinOptions): Promise<StoredFile | null> {
  const { client, bucket, files, output } = joining
  if (files.length === 0) return null
  const footers = await Promise.all(files.map(({ key, size }) => footerOf({ client, bucket, key }, size)))
  const joined = joinedFile(footers, options)
  if (joined.rows === 0) return null
  const hash = createHash('sha256')
  let bytes = 0
  async function* counted() {
    for await (const chunk of bytesOf(joining, joined)) {
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  const Body = Readable.from(counted(), { objectMode: false })
  await new Upload({ client, params: { Bucket: bucket, Key: output, Body }, queueSize: 2, partSize: PART_BYTES }).done()
  return { bytes, sha256: hash.digest('hex') }
}

/** S3 takes 10,000 parts of a file. */
const PART_BYTES = 16 * 1024 * 1024

/** The footer of a Parquet file. @param size of the file */
export async function footerOf(place: ObjectPlace, size: number): Promise<Uint8Array> {
  const end = size - FOOTER_END_BYTES
  const length = footerLength(await someBytes(place, Math.max(0, end), size))
  return await someBytes(place, end - length, end)
}

async function* bytesOf({ client, bucket, files }: Joining, { start, pieces, end }: JoinedFile) {
  yield start
  for (const { file, from, to } of pieces) yield* objectBytes({ client, bucket, key: files[file]!.key }, from, to)
  yield end
}
