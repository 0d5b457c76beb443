import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { cutArchive, type SourceRecord } from '@temporal-audit-lake/core'
import type { ObjectStore } from '../object-store.ts'
import { archiveTime } from './archive-key.ts'

/** A verbatim archive: the objects under a prefix. */
export interface Archive {
  readonly objects: ObjectStore
  /** Such as `raw/`. */
  readonly prefix: string
}

/** What reading an archive comes to, step by step. */
export interface ArchiveBatch {
  /** What was found, of one folder of the archive: a batch for the transform. */
  readonly records: readonly SourceRecord[]
  /** Objects read so far, and their bytes as they are stored. */
  readonly objects: number
  readonly bytes: number
  /** The last of them; null when there are none. */
  readonly newestKey: string | null
}

export interface ReadArchiveOptions {
  /** Told of an object that cannot be read to its end; what comes before is read. */
  readonly onDamaged: (key: string, why: string) => void
}

/** Bytes of an object as it is stored: a Firehose gathers 128 MiB at the most, before gzip. */
const MAX_OBJECT_BYTES = 512 * 1024 * 1024
/** Bytes of a batch: with more, a file is made of what there is. */
const BATCH_BYTES = 4 * 1024 * 1024
/** Inflated bytes that are looked at together: more than one Kinesis record can carry, by as much as a step is. */
const WINDOW_BYTES = 16 * 1024 * 1024

/**
 * Reads an archive from its first object to its last, in memory that does not grow with it: an object is held as it is
 * stored, and inflated window by window.
 *
 * A Firehose keeps neither shards nor sequence numbers nor arrival times. What stands for them says where in the archive
 * a record was: `raw:<folder>`, the bytes before it in that folder, and the time in the object's name.
 */
export async function* readArchive(archive: Archive, options: ReadArchiveOptions): AsyncIterable<ArchiveBatch> {
  let [objects, bytes, offset, size] = [0, 0, 0, 0]
  let folder: string | null = null
  let newestKey: string | null = null
  let records: SourceRecord[] = []
  const flush = () => {
    const batch = { records, objects, bytes, newestKey }
    records = []
    size = 0
    return batch
  }
  for await (const listed of archive.objects.list(archive.prefix)) {
    const inside = listed.key.slice(0, listed.key.lastIndexOf('/') + 1)
    if (inside !== folder) {
      if (records.length > 0) yield flush()
      folder = inside
      offset = 0
    }
    if (listed.size > MAX_OBJECT_BYTES) {
      options.onDamaged(listed.key, `it has ${listed.size} bytes, the most is ${MAX_OBJECT_BYTES}`)
      continue
    }
    const stored = await archive.objects.get(listed.key)
    if (!stored) continue
    for await (const data of partsOf(listed.key, stored.body, options)) {
      records.push(recordOf(listed.key, inside, offset, data))
      offset += data.length
      size += data.length
      if (size >= BATCH_BYTES) yield flush()
    }
    objects++
    bytes += listed.size
    newestKey = listed.key
  }
  yield flush()
}

const UNKNOWN_TIME = 0

function recordOf(key: string, folder: string, offset: number, data: Uint8Array): SourceRecord {
  return {
    source: `raw:${folder}`,
    shardId: 'archive',
    sequenceNumber: String(offset),
    arrivalTime: archiveTime(key) ?? UNKNOWN_TIME,
    data,
  }
}

async function* partsOf(key: string, body: Uint8Array, options: ReadArchiveOptions): AsyncIterable<Uint8Array> {
  let window = new Uint8Array(0)
  let pending: Uint8Array[] = []
  let size = 0
  for await (const chunk of inflated(key, body, options)) {
    pending.push(chunk)
    size += chunk.length
    if (window.length + size < WINDOW_BYTES) continue
    const bytes = Buffer.concat([window, ...pending])
    const { parts, taken } = cutArchive(bytes, false)
    yield* parts
    window = bytes.subarray(taken)
    pending = []
    size = 0
  }
  yield* cutArchive(Buffer.concat([window, ...pending]), true).parts
}

/**
 * An object's content: a Firehose gzips it, unless it is told not to. Then it may still begin with a gzipped payload, and
 * what comes behind that is content too.
 */
async function* inflated(key: string, body: Uint8Array, { onDamaged }: ReadArchiveOptions): AsyncIterable<Uint8Array> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return yield body
  const gunzip = createGunzip()
  try {
    for await (const chunk of Readable.from([body]).pipe(gunzip)) yield chunk as Uint8Array
    if (gunzip.bytesWritten < body.length) yield body.subarray(gunzip.bytesWritten)
  } catch (error) {
    onDamaged(key, error instanceof Error ? error.message : String(error))
  }
}
