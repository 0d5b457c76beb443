import { mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeptRecord } from './record-frame.ts'
import { Segment } from './segment.ts'

/** Bytes after which a new segment is begun: what is trimmed is trimmed by whole segments. */
const SEGMENT_BYTES = 16 * 1024 * 1024
const SEGMENT_NAME = /^(\d{20})\.log$/

interface Waiting {
  readonly records: readonly Omit<KeptRecord, 'arrivalTime'>[]
  readonly kept: (placed: readonly Placed[]) => void
  readonly failed: (error: unknown) => void
}

/** Where a record came to stand. */
export interface Placed {
  readonly position: number
  readonly arrivalTime: number
}

/** A record with its position in the shard. */
export interface PositionedRecord extends KeptRecord {
  readonly position: number
}

/**
 * The records of one shard, in files of a folder. A record that was appended survives the death of the process.
 *
 * Memory: sixteen bytes a record.
 */
export class ShardLog {
  private readonly folder: string
  private readonly now: () => number
  private readonly notBefore: number
  private segments: Segment[]
  private waiting: Waiting[] = []
  private writing: Promise<void> | null = null

  private constructor(folder: string, now: () => number, notBefore: number, segments: Segment[]) {
    this.folder = folder
    this.now = now
    this.notBefore = notBefore
    this.segments = segments
  }

  /** @param notBefore when the shard was made: no record arrives earlier, whatever the clock says */
  static async open(folder: string, now: () => number, notBefore: number): Promise<ShardLog> {
    await mkdir(folder, { recursive: true })
    const names = (await readdir(folder)).filter(name => SEGMENT_NAME.test(name)).sort()
    const segments: Segment[] = []
    for (const name of names.length === 0 ? [nameOf(0)] : names) {
      segments.push(await Segment.open(join(folder, name), Number(SEGMENT_NAME.exec(name)![1])))
    }
    await syncFolder(folder)
    return new ShardLog(folder, now, notBefore, segments)
  }

  /** Position of the oldest record there is. */
  get first(): number {
    return this.segments[0]!.firstPosition
  }

  /** Position that the next record gets. */
  get end(): number {
    const last = this.segments.at(-1)!
    return last.firstPosition + last.length
  }

  /** When the newest record arrived, or 0. */
  get newestArrival(): number {
    return this.segments.findLast(segment => segment.length > 0)?.arrivalTimes.at(-1) ?? 0
  }

  /** Appends records, all or none; returns when they are on disk. Appends that come at once share one sync. */
  append(records: Waiting['records']): Promise<readonly Placed[]> {
    return new Promise((kept, failed) => {
      this.waiting.push({ records, kept, failed })
      this.writing ??= this.writeAll().finally(() => {
        this.writing = null
      })
    })
  }

  /** Returns when all that was appended is kept. */
  async settled(): Promise<void> {
    await this.writing
  }

  private async writeAll(): Promise<void> {
    await Promise.resolve() // whoever appends in the same turn is in the first write too
    for (let group = this.waiting; group.length > 0; group = this.waiting) {
      this.waiting = []
      const first = this.end
      const arrivalTime = Math.max(this.now(), this.newestArrival, this.notBefore)
      try {
        const records = group.flatMap(({ records }) => records.map(record => ({ ...record, arrivalTime })))
        await this.write(records)
        let position = first
        for (const { records, kept } of group) kept(records.map(() => ({ position: position++, arrivalTime })))
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
    }
  }

  private async write(records: readonly KeptRecord[]): Promise<void> {
    let segment = this.segments.at(-1)!
    if (segment.bytes >= SEGMENT_BYTES) {
      segment = await Segment.open(join(this.folder, nameOf(this.end)), this.end)
      await syncFolder(this.folder)
      this.segments.push(segment)
    }
    try {
      const admit = await segment.write(records)
      admit()
    } catch (error) {
      await segment.cut()
      throw error
    }
  }

  /**
   * Reads records in order.
   *
   * @param from position of the first; trimmed ones are skipped
   * @param maxBytes about, but one record at least if there is any
   */
  async read(from: number, count: number, maxBytes: number): Promise<PositionedRecord[]> {
    const found: PositionedRecord[] = []
    let bytes = 0
    let position = Math.max(from, this.first)
    while (position < this.end && found.length < count && bytes < maxBytes) {
      const segment = this.segments.findLast(({ firstPosition }) => firstPosition <= position)!
      const records = await segment.read(position, count - found.length, maxBytes - bytes)
      if (found.length > 0 && bytes + sizeOf(records) > maxBytes) break
      for (const record of records) found.push({ ...record, position: position++ })
      bytes += sizeOf(records)
    }
    return found
  }

  /** Position of the first record that arrived at or after a time; the end when there is none. */
  positionAt(time: number): number {
    for (const { firstPosition, arrivalTimes, length } of this.segments) {
      if (length === 0 || arrivalTimes[length - 1]! < time) continue
      return firstPosition + firstAtLeast(arrivalTimes, time)
    }
    return this.end
  }

  /** When a record arrived. */
  arrivalOf(position: number): number {
    const segment = this.segments.findLast(({ firstPosition }) => firstPosition <= position)!
    return segment.arrivalTimes[position - segment.firstPosition]!
  }

  /** Deletes the segments all of whose records are older. */
  async trim(before: number): Promise<void> {
    while (this.segments.length > 1 && this.segments[0]!.arrivalTimes.at(-1)! < before) {
      await this.segments.shift()!.delete()
    }
  }

  async close(): Promise<void> {
    await this.settled()
    await Promise.all(this.segments.map(segment => segment.close()))
  }
}

function nameOf(position: number): string {
  return `${String(position).padStart(20, '0')}.log`
}

function sizeOf(records: readonly KeptRecord[]): number {
  return records.reduce((sum, { data, partitionKey }) => sum + data.length + partitionKey.length, 0)
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Makes the names of a folder's files survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
