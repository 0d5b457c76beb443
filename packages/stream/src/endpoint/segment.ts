import { type FileHandle, open, rm } from 'node:fs/promises'
import { frameOf, type KeptRecord, readFrame } from './record-frame.ts'

/** One file of a shard's records, to which is only ever appended. */
export class Segment {
  private readonly path: string
  private readonly file: FileHandle
  /** By record: where its frame begins; and where the last one ends. */
  private readonly offsets: number[]
  /** By record, in milliseconds. */
  readonly arrivalTimes: number[]
  /** Position in the shard of its first record. */
  readonly firstPosition: number

  private constructor(path: string, file: FileHandle, firstPosition: number, scanned: Scanned) {
    this.path = path
    this.file = file
    this.firstPosition = firstPosition
    this.offsets = scanned.offsets
    this.arrivalTimes = scanned.arrivalTimes
  }

  /**
   * Opens a segment, or makes it. What follows the last whole record was being written when a process died: nobody was
   * told that it is kept, and it is cut off.
   */
  static async open(path: string, firstPosition: number): Promise<Segment> {
    const file = await open(path, 'a+')
    const scanned = scan(await file.readFile())
    await file.truncate(scanned.offsets.at(-1)!)
    return new Segment(path, file, firstPosition, scanned)
  }

  get length(): number {
    return this.arrivalTimes.length
  }

  get bytes(): number {
    return this.offsets.at(-1)!
  }

  /** Appends records; they are safe after `sync`, and can be read when it is said so by `admit`. */
  async write(records: readonly KeptRecord[]): Promise<() => void> {
    const frames = records.map(frameOf)
    await this.file.write(Buffer.concat(frames))
    await this.file.datasync()
    return () => {
      for (const [i, frame] of frames.entries()) {
        this.offsets.push(this.bytes + frame.length)
        this.arrivalTimes.push(records[i]!.arrivalTime)
      }
    }
  }

  /** Takes away what a write that failed may have left behind. */
  async cut(): Promise<void> {
    await this.file.truncate(this.bytes)
  }

  /**
   * Reads records.
   *
   * @param from position in the shard
   * @param maxBytes of frames; one record is read even if it is larger
   */
  async read(from: number, count: number, maxBytes: number): Promise<KeptRecord[]> {
    const first = from - this.firstPosition
    const start = this.offsets[first]!
    let last = first
    while (
      last < Math.min(this.length, first + count) &&
      (last === first || this.offsets[last + 1]! - start <= maxBytes)
    )
      last++
    const bytes = Buffer.alloc(this.offsets[last]! - start)
    await this.file.read(bytes, 0, bytes.length, start)
    return Array.from({ length: last - first }, (_, i) => {
      const frame = readFrame(bytes, this.offsets[first + i]! - start)
      if (!frame) throw new Error(`${this.path} is damaged at byte ${this.offsets[first + i]}`)
      return frame.record
    })
  }

  async close(): Promise<void> {
    await this.file.close()
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
