/** A part of a file's text that ends where a record ends, so that it can be read on its own. */
export interface Block {
  /** Where in the (inflated) file it begins and ends. */
  readonly offset: number
  readonly end: number
  /** In a buffer of their own. */
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface BlockOptions {
  /** Bytes to gather before a block is cut; default 4 MiB, about 9,000 records. */
  readonly blockBytes?: number
  /** Bytes after which a record that does not end is cut wherever it is; default 64 MiB. */
  readonly maxRecordBytes?: number
}

const BLOCK_BYTES = 4 * 1024 * 1024
const MAX_RECORD_BYTES = 64 * 1024 * 1024

/**
 * Cuts a file of JSON into blocks at the ends of records: lines, concatenated objects, or the elements of one array.
 *
 * It only looks for where records end; whether they are good is for the transform to say. Memory is bounded by the
 * block's size, whatever the file's.
 */
export async function* blocksOf(chunks: AsyncIterable<Uint8Array>, options: BlockOptions = {}): AsyncIterable<Block> {
  const { blockBytes = BLOCK_BYTES, maxRecordBytes = MAX_RECORD_BYTES } = options
  const ends = new RecordEnds()
  let pending: Uint8Array[] = []
  let size = 0
  let offset = 0
  let startsInArray = false
  /** How many of the pending bytes there are up to the end of the last whole record, and whether that is in an array. */
  let whole = { bytes: 0, isInArray: false }

  function cut({ bytes: length, isInArray }: typeof whole): Block {
    const bytes = concat(pending, size)
    const end = offset + length
    const block = { offset, end, bytes: asText(bytes.subarray(0, length), startsInArray, isInArray) }
    pending = [bytes.slice(length)]
    size -= length
    offset = end
    startsInArray = isInArray
    whole = { bytes: 0, isInArray }
    return block
  }

  try {
    for await (const chunk of chunks) {
      pending.push(chunk)
      const end = ends.lastIn(chunk)
      if (end) whole = { bytes: size + end.position, isInArray: end.isInArray }
      size += chunk.length
      if (whole.bytes >= blockBytes) yield cut(whole)
      else if (size - whole.bytes > maxRecordBytes) {
        ends.restart()
        yield cut({ bytes: size, isInArray: ends.isInArray })
      }
    }
  } catch (error) {
    // what can no more be read does not take with it what was
    if (whole.bytes > 0) yield cut(whole)
    throw error
  }
  const isClosed = startsInArray && isOnlyClosing(concat(pending, size))
  if ((size > 0 || startsInArray) && !isClosed) yield cut({ bytes: size, isInArray: false })
}

const LINE_FEED = 0x0a
const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Follows the nesting of JSON through chunks that may end anywhere. */
class RecordEnds {
  private depth = 0
  private isInString = false
  private isEscaped = false
  /** Whether the value at hand is an array of records, not a record. */
  private isArray = false
  /** Whether each line is a record: true when the first line feed comes between two. Null before it. */
  private isLines: boolean | null = null

  get isInArray(): boolean {
    return this.isArray && this.depth > 0
  }

  /** The last place in a chunk where a record ends, or null when none does. */
  lastIn(chunk: Uint8Array): { position: number; isInArray: boolean } | null {
    let end: { position: number; isInArray: boolean } | null = null
    const linesEnd = this.linesEnd(chunk)
    if (linesEnd > 0) {
      this.restart()
      end = { position: linesEnd, isInArray: false }
    }
    for (let i = linesEnd; i < chunk.length; i++) {
      const byte = chunk[i]!
      if (this.isEscaped) this.isEscaped = false
      else if (byte === LINE_FEED) {
        if (this.lineEnds()) end = { position: i + 1, isInArray: this.isInArray }
      } else if (this.isInString) {
        if (byte === BACKSLASH) this.isEscaped = true
        else if (byte === QUOTE) this.isInString = false
      } else if (byte === QUOTE) this.isInString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (this.depth === 0) this.isArray = byte === OPEN_ARRAY
        this.depth++
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        this.depth = Math.max(0, this.depth - 1)
        if (this.depth === 0 || (this.isArray && this.depth === 1)) end = { position: i + 1, isInArray: this.isInArray }
      }
    }
    return end
  }

  /** How far a chunk is lines that begin with a brace: in a file of lines there is no need to look into them. */
  private linesEnd(chunk: Uint8Array): number {
    const isInLine = this.depth > 0 || chunk[0] === OPEN_OBJECT
    if (!this.isLines || this.isInArray || !isInLine) return 0
    let end = 0
    for (let feed = chunk.indexOf(LINE_FEED); feed >= 0; feed = chunk.indexOf(LINE_FEED, end)) {
      end = feed + 1
      if (chunk[end] !== OPEN_OBJECT) return end
    }
    return end
  }

  /** Forgets what is open but for the outer array. */
  restart(): void {
    this.depth = this.isInArray ? 1 : 0
    this.isInString = false
    this.isEscaped = false
  }

  /** @returns whether a record ends with the line */
  private lineEnds(): boolean {
    if (this.isInString) {
      // a string cannot hold a raw line feed: its record is broken, and another may begin on the next line
      this.restart()
      return true
    }
    this.isLines ??= this.depth === 0
    if (this.isLines) this.restart()
    return this.isLines
  }
}

/** A block as a text of its own: a part of an array gets the brackets it lacks, and loses the commas at its ends. */
function asText(bytes: Uint8Array<ArrayBuffer>, startsInArray: boolean, endsInArray: boolean): Uint8Array<ArrayBuffer> {
  if (!startsInArray && !endsInArray) return bytes
  const start = startsInArray ? afterComma(bytes) : 0
  const end = endsInArray ? beforeComma(bytes, start) : bytes.length
  const parts = [startsInArray ? OPENING : NOTHING, bytes.subarray(start, end), endsInArray ? CLOSING : NOTHING]
  return concat(
    parts,
    parts.reduce((sum, part) => sum + part.length, 0),
  )
}

const OPENING = Uint8Array.of(OPEN_ARRAY)
const CLOSING = Uint8Array.of(CLOSE_ARRAY)
const NOTHING = new Uint8Array(0)

/** Where the bytes begin but for blanks and a comma. */
function afterComma(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.length && bytes[at]! <= 0x20) at++
  return bytes[at] === COMMA ? at + 1 : 0
}

/** Where the bytes end but for a comma and blanks. */
function beforeComma(bytes: Uint8Array, start: number): number {
  let end = bytes.length
  while (end > start && bytes[end - 1]! <= 0x20) end--
  return end > start && bytes[end - 1] === COMMA ? end - 1 : bytes.length
}

/** Whether nothing but the end of an array is left. */
function isOnlyClosing(bytes: Uint8Array): boolean {
  return bytes.includes(CLOSE_ARRAY) && bytes.every(byte => byte <= 0x20 || byte === CLOSE_ARRAY)
}

function concat(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
