import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { addAbortSignal, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { UserError } from '../errors.ts'

/** A file to be read: its name, and its bytes without gzip. */
export interface OpenFile {
  readonly name: string
  readonly chunks: AsyncIterable<Uint8Array>
}

/** A file that can be read up to some place and no further. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile'
}

const CHUNK_BYTES = 1024 * 1024
/** Of gunzipped text: where gzip is corrupt, zlib keeps to itself up to so much of what came before. */
const GUNZIPPED_CHUNK_BYTES = 64 * 1024

/**
 * Opens a file, gzipped or not; `-` is standard input.
 *
 * @param signal ends the reading with an AbortError
 * @throws UserError when it cannot be opened; the chunks throw BrokenFile when it cannot be read to its end
 */
export async function openFile(path: string, signal?: AbortSignal): Promise<OpenFile> {
  const isStandardInput = path === '-'
  const input = isStandardInput ? process.stdin : await openForReading(path)
  if (signal) addAbortSignal(signal, input)
  const label = isStandardInput ? 'standard input' : path
  return { name: isStandardInput ? 'stdin' : basename(path), chunks: inflated(readable(input, label), label) }
}

async function openForReading(path: string): Promise<Readable> {
  try {
    if (!(await stat(path)).isDirectory()) return (await open(path)).createReadStream({ highWaterMark: CHUNK_BYTES })
  } catch (error) {
    throw new UserError(`cannot read ${path}: ${messageOf(error)}`, { cause: error })
  }
  throw new UserError(`${path} is a folder: name the files in it, such as ${path}/*.json`)
}

async function* readable(input: Readable, label: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of input) yield chunk as Buffer
  } catch (error) {
    throw isAbort(error) ? error : new BrokenFile(`${label} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

/** The bytes as they are, or gunzipped when they begin as a gzip member does. */
async function* inflated(chunks: AsyncGenerator<Uint8Array>, label: string): AsyncGenerator<Uint8Array> {
  const first = await chunks.next()
  if (first.done) return
  const all = startingWith(first.value, chunks)
  if (first.value[0] === 0x1f && first.value[1] === 0x8b) yield* gunzipped(all, label)
  else yield* all
}

async function* startingWith(first: Uint8Array, others: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* others
}

async function* gunzipped(chunks: AsyncGenerator<Uint8Array>, label: string): AsyncGenerator<Uint8Array> {
  let size = 0
  let endOfContent = 0 // zeros behind it are padding, as `gzip -d` has it
  const counted = async function* () {
    for await (const chunk of chunks) {
      const content = chunk.findLastIndex(byte => byte !== 0) + 1
      if (content > 0) endOfContent = size + content
      size += chunk.length
      yield chunk
    }
  }
  const gunzip = createGunzip({ chunkSize: GUNZIPPED_CHUNK_BYTES })
  const source = Readable.from(counted(), { objectMode: false })
  source.on('error', error => gunzip.destroy(error))
  try {
    for await (const chunk of source.pipe(gunzip)) yield chunk as Buffer
  } catch (error) {
    if (isAbort(error) || error instanceof BrokenFile) throw error
    throw new BrokenFile(`${label} is corrupt: ${messageOf(error)}`, { cause: error })
  }
  // zlib stops at zeros without a word, whatever comes behind them
  const rest = endOfContent - gunzip.bytesWritten
  if (rest > 0) throw new BrokenFile(`${label} is corrupt: the last ${rest} bytes of it are not gzip`)
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
