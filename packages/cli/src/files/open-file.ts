import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UserError } from '../errors.ts'

/** A file to be read: its name, and its bytes without gzip. */
export interface OpenFile {
  readonly name: string
  /** Bytes on disk; null for standard input. */
  readonly size: number | null
  readonly chunks: AsyncIterable<Uint8Array>
}

const CHUNK_BYTES = 1024 * 1024

/**
 * Opens a file, gzipped or not; `-` is standard input.
 *
 * @throws UserError when it cannot be read, or, while it is read, when its gzip is corrupt
 */
export async function openFile(path: string): Promise<OpenFile> {
  if (path === '-') return { name: 'stdin', size: null, chunks: inflated(process.stdin, 'standard input') }
  const size = await sizeOf(path)
  return { name: basename(path), size, chunks: inflated(createReadStream(path, { highWaterMark: CHUNK_BYTES }), path) }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) throw new UserError(`${path} is a folder: name the files in it, such as ${path}/*.json`)
    await (await open(path)).close()
    return found.size
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/** The bytes as they are, or inflated when they begin as a gzip member does. */
async function* inflated(input: Readable, path: string): AsyncIterable<Uint8Array> {
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  const first = await chunks.next()
  if (first.done) return
  const whole = async function* () {
    yield first.value
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  }
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) yield* whole()
  else yield* gunzipped(whole(), path)
}

async function* gunzipped(chunks: AsyncIterable<Buffer>, path: string): AsyncIterable<Uint8Array> {
  let size = 0
  const counted = async function* () {
    for await (const chunk of chunks) {
      size += chunk.length
      yield chunk
    }
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES })
  const source = Readable.from(counted(), { objectMode: false })
  source.on('error', error => gunzip.destroy(error))
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer
  } catch (error) {
    throw new UserError(
      `${path} is corrupt: ${error instanceof Error ? error.message : String(error)}; what came before it is in the lake`,
      { cause: error },
    )
  }
  // zlib stops at the first byte that is no gzip member, without a word
  if (gunzip.bytesWritten < size) {
    throw new UserError(
      `${path} is corrupt: ${size - gunzip.bytesWritten} bytes after its end are not gzip; what came before them is in the lake`,
    )
  }
}
