import { type FileHandle, open, rm } from 'node:fs/promises'
import { frameOf, type KeptRecord, readFrame } from './record-frame.ts'

/** One file of a shard's records, to which is only ever appended. It is open only while it is written or read. */
export class Segment {
  readonly path: string
  /** Position in the shard of its first record. */
  readonly firstPosition: number
  /** By record, in milliseconds; never falling. */
  readonly arrivalTimes: number[]
  /** By record: where its frame begins; and where the last one ends. */
  private readonly offsets: number[]
  private writer: FileHandle | null = null
  /** Set when a write could not be undone: what is on disk is not known until it is opened anew. */
  private broken: Error | null = null

  private constructor(path: string, firstPosition: number, { offsets, arrivalTimes }: Scanned) {
    this.path = path
    this.firstPosition = firstPosition
    this.offsets = offsets
    this.arrivalTimes = arrivalTimes
  }

  /**
   * Opens a segment, or makes it. What follows the last whole record was being written when a process died: nobody was
   * told that it is kept, and it is cut off. What stays is on disk when this returns, as a reader may be shown it next.
   */
  static async open(path: string, firstPosition: number): Promise<Segment> {
    const file = await open(path, 'a+')
    try {
      const scanned = scan(await file.readFile())
      await file.truncate(scanned.offsets.at(-1)!)
      await file.datasync()
      return new Segment(path, firstPosition, scanned)
    } finally {
      await file.close()
    }
  }

  get length(): number {
    return this.arrivalTimes.length
  }

  get bytes(): number {
    return this.offsets.at(-1)!
  }

  /** Position in the shard after its last record. */
  get end(): number {
    return this.firstPosition + this.length
  }

  /** Appends records: all are on disk, and can be read, when this returns; none is there when it throws. */
  async append(records: readonly KeptRecord[]): Promise<void> {
    if (this.broken) throw this.broken
    const frames = records.map(frameOf)
    await this.write(Buffer.concat(frames))
    for (const [i, frame] of frames.entries()) {
      this.offsets.push(this.bytes + frame.length)
      this.arrivalTimes.push(records[i]!.arrivalTime)
    }
  }

  private async write(bytes: Buffer): Promise<void> {
    this.writer ??= await open(this.path, 'a')
    try {
      await this.writer.appendFile(bytes)
      await this.writer.datasync()
    } catch (cause) {
      await this.writer.truncate(this.bytes).catch(() => {
        this.broken = new Error(`${this.path} cannot be written: start the endpoint again`, { cause })
      })
      throw cause
    }
  }

  /**
   * Reads records.
   *
   * @param from position in the shard
   * @param maxBytes of frames; one record is read even if it is larger
   */
  async read(from: number, count: number, maxBytes: number): Promise<KeptRecord[]> {
    const first = from - this.firstPosition
    const last = this.lastWithin(first, count, maxBytes)
    const start = this.offsets[first]!
    const bytes = await this.bytesAt(start, this.offsets[last]! - start)
    return Array.from({ length: last - first }, (_, i) => {
      const frame = readFrame(bytes, this.offsets[first + i]! - start)
      if (!frame) throw new Error(`${this.path} is damaged at byte ${this.offsets[first + i]}`)
      return frame.record
    })
  }

  private lastWithin(first: number, count: number, maxBytes: number): number {
    const end = Math.min(this.length, first + count)
    let last = first + 1
    while (last < end && this.offsets[last + 1]! - this.offsets[first]! <= maxBytes) last++
    return last
  }

  private async bytesAt(start: number, length: number): Promise<Buffer> {
    const file = await open(this.path, 'r')
    try {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, start)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }

  /** No more is appended, until it is opened anew. */
  async close(): Promise<void> {
    await this.writer?.close()
    this.writer = null
  }

  async delete(): Promise<void> {
    await this.close()
    await rm(this.path)
  }
}

interface Scanned {
  readonly offsets: number[]
  readonly arrivalTimes: number[]
}

function scan(bytes: Buffer): Scanned {
  const scanned: Scanned = { offsets: [0], arrivalTimes: [] }
  for (let frame = readFrame(bytes, 0); frame; frame = readFrame(bytes, frame.end)) {
    scanned.offsets.push(frame.end)
    scanned.arrivalTimes.push(frame.record.arrivalTime)
  }
  return scanned
}
