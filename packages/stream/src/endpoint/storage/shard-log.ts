import { existsSync } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { GroupCommit } from './group-commit.ts'
import type { KeptRecord } from './record-frame.ts'
import { Segment } from './segment.ts'
import { syncFolder } from './sync-folder.ts'

/** Bytes after which a new segment is begun: what is trimmed is trimmed by whole segments. */
const SEGMENT_BYTES = 16 * 1024 * 1024
const SEGMENT_NAME = /^(\d{20})\.log$/

/** A record that is to be kept. */
export type NewRecord = Omit<KeptRecord, 'arrivalTime'>

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
 * The records of one shard, in files of a folder. A record that was appended survives the death of the process and of
 * the machine.
 *
 * Memory: sixteen bytes a record.
 */
export class ShardLog {
  private readonly folder: string
  private readonly now: () => number
  private readonly segments: Segment[]
  /** When the newest record arrived, or when the shard was made: none arrives earlier, whatever the clock says. */
  private newest: number
  private readonly commits = new GroupCommit((records: readonly NewRecord[]) => this.write(records))

  private constructor(folder: string, now: () => number, madeAt: number, segments: Segment[]) {
    this.folder = folder
    this.now = now
    this.segments = segments
    this.newest = Math.max(madeAt, segments.findLast(({ length }) => length > 0)?.arrivalTimes.at(-1) ?? 0)
  }

  /**
   * Opens what there is; the folder is made with the first record.
   *
   * @throws Error when records are missing in the middle
   */
  static async open(folder: string, now: () => number, madeAt: number): Promise<ShardLog> {
    const segments: Segment[] = []
    for (const name of await segmentNames(folder)) {
      const firstPosition = Number(SEGMENT_NAME.exec(name)![1])
      const before = segments.at(-1)
      if (before && before.end !== firstPosition) {
        throw new Error(`${before.path} is damaged: it holds ${before.length} whole records, and more were in it`)
      }
      segments.push(await Segment.open(join(folder, name), firstPosition))
    }
    return new ShardLog(folder, now, madeAt, segments)
  }

  /** Position of the oldest record there is. */
  get first(): number {
    return this.segments[0]?.firstPosition ?? 0
  }

  /** Position that the next record gets. */
  get end(): number {
    return this.segments.at(-1)?.end ?? 0
  }

  /** When the newest record arrived, or when the shard was made. */
  get newestArrival(): number {
    return this.newest
  }

  /** Appends records, all or none; returns when they are on disk. Appends that come at once share one sync. */
  async append(records: readonly NewRecord[]): Promise<readonly Placed[]> {
    return await this.commits.add(records)
  }

  /** Returns when all that was appended is kept. */
  async settled(): Promise<void> {
    await this.commits.settled()
  }

  private async write(records: readonly NewRecord[]): Promise<readonly Placed[]> {
    const first = this.end
    const arrivalTime = Math.max(Math.floor(this.now()), this.newest)
    const segment = await this.openSegment()
    await segment.append(records.map(record => ({ ...record, arrivalTime })))
    this.newest = arrivalTime
    return records.map((_, i) => ({ position: first + i, arrivalTime }))
  }

  private async openSegment(): Promise<Segment> {
    const last = this.segments.at(-1)
    if (last && last.bytes < SEGMENT_BYTES) return last
    if (!last && (await mkdir(this.folder, { recursive: true }))) await syncFolder(dirname(this.folder))
    await last?.close()
    const segment = await Segment.open(join(this.folder, nameOf(this.end)), this.end)
    await syncFolder(this.folder)
    this.segments.push(segment)
    return segment
  }

  /**
   * Reads records in order.
   *
   * @param from position of the first; trimmed ones are skipped
   * @param maxBytes about, but one record at least if there is any
   */
  async read(from: number, count: number, maxBytes: number): Promise<PositionedRecord[]> {
    const found: PositionedRecord[] = []
    const end = this.end
    let bytes = 0
    let position = Math.max(from, this.first)
    while (position < end && found.length < count && bytes < maxBytes) {
      const records = await this.segmentOf(position).read(position, count - found.length, maxBytes - bytes)
      if (found.length > 0 && bytes + sizeOf(records) > maxBytes) break
      for (const record of records) found.push({ ...record, position: position++ })
      bytes += sizeOf(records)
    }
    return found
  }

  /** Position of the first record that arrived at or after a time; the end when there is none. */
  positionAt(time: number): number {
    const segment = this.segments.find(({ arrivalTimes }) => arrivalTimes.length > 0 && arrivalTimes.at(-1)! >= time)
    return segment ? segment.firstPosition + firstAtLeast(segment.arrivalTimes, time) : this.end
  }

  /** When a record arrived. */
  arrivalOf(position: number): number {
    const segment = this.segmentOf(position)
    return segment.arrivalTimes[position - segment.firstPosition]!
  }

  private segmentOf(position: number): Segment {
    return this.segments.findLast(({ firstPosition }) => firstPosition <= position)!
  }

  /** Deletes the segments all of whose records are older. */
  async trim(before: number): Promise<void> {
    while (
      this.segments.length > 1 &&
      this.segments[1]!.length > 0 &&
      this.segments[0]!.arrivalTimes.at(-1)! < before
    ) {
      await this.segments.shift()!.delete()
    }
  }

  async close(): Promise<void> {
    await this.settled()
    await this.segments.at(-1)?.close()
  }
}

async function segmentNames(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  return (await readdir(folder)).filter(name => SEGMENT_NAME.test(name)).sort()
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
