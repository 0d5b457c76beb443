import { join } from 'node:path'
import { AwsError } from '../aws-error.ts'
import { type NewRecord, type Placed, type PositionedRecord, ShardLog } from './shard-log.ts'
import { readState, writeState } from './state-file.ts'
import { openShards, type ShardEnd, type ShardState, type StreamState } from './stream-state.ts'
import { syncFolder } from './sync-folder.ts'

const HOUR_MS = 3_600_000

/** A record that is to be kept, in the shard of its hash key. */
export interface HashedRecord extends NewRecord {
  readonly hashKey: bigint
}

/** What became of a record: its place, or why it could not be kept. */
export type Kept = (Placed & { readonly shard: ShardState }) | { readonly error: unknown }

/** A stream: its state in one file, which is replaced as a whole, and a log for each shard. */
export class Stream {
  private readonly folder: string
  private readonly now: () => number
  private readonly logs = new Map<string, ShardLog>()
  private current: StreamState
  private open: readonly ShardState[]
  /** Closed while the state changes. */
  private gate: Promise<void> = Promise.resolve()
  private isDeleted = false

  private constructor(folder: string, now: () => number, state: StreamState) {
    this.folder = folder
    this.now = now
    this.current = state
    this.open = openShards(state)
  }

  /** @param folder that is there, for this stream alone */
  static async create(folder: string, now: () => number, state: StreamState): Promise<void> {
    await new Stream(folder, now, state).replace(state)
  }

  /** @throws Error when what is in the folder is damaged */
  static async open(folder: string, now: () => number): Promise<Stream> {
    const stream = new Stream(folder, now, await readState(folder))
    await stream.openLogs(stream.state)
    return stream
  }

  get state(): StreamState {
    return this.current
  }

  /** Shards that take records, in the order of their hash keys. */
  get openShards(): readonly ShardState[] {
    return this.open
  }

  /** @throws AwsError when there is none of the name */
  shard(shardId: string): ShardState {
    const shard = this.current.shards.find(known => known.shardId === shardId)
    if (!shard) throw new AwsError('ResourceNotFoundException', `the stream ${this.current.name} has no ${shardId}`)
    return shard
  }

  shardFor(hashKey: bigint): ShardState {
    let low = 0
    let high = this.open.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.open[middle]!.range.end < hashKey) low = middle + 1
      else high = middle
    }
    return this.open[low]!
  }

  log(shardId: string): ShardLog {
    return this.logs.get(shardId)!
  }

  /** How far a shard came; one that is only about to be has no records. */
  endOf(shard: ShardState): ShardEnd {
    return this.logs.get(shard.shardId) ?? { end: 0, newestArrival: shard.createdAt }
  }

  /** Position of the oldest record that the retention still holds. */
  horizon(shardId: string): number {
    return this.log(shardId).positionAt(this.oldestKept)
  }

  /** Records that arrived before are past the retention, in milliseconds. */
  get oldestKept(): number {
    return Math.max(this.current.keptFrom, this.now() - this.current.retentionHours * HOUR_MS)
  }

  /** Keeps records, each in the shard of its hash key; those of one shard all or none. */
  async append(records: readonly HashedRecord[]): Promise<readonly Kept[]> {
    await this.gate
    this.checkThere()
    const shards = records.map(record => this.shardFor(record.hashKey))
    const kept = new Array<Kept>(records.length)
    const appends = [...new Set(shards)].map(async shard => {
      const own = shards.flatMap((of, i) => (of === shard ? [i] : []))
      const outcomes = await this.appendTo(
        shard,
        own.map(i => records[i]!),
      )
      for (const [n, i] of own.entries()) kept[i] = outcomes[n]!
    })
    await Promise.all(appends)
    return kept
  }

  private async appendTo(shard: ShardState, records: readonly HashedRecord[]): Promise<readonly Kept[]> {
    try {
      const places = await this.log(shard.shardId).append(records)
      return places.map(place => ({ ...place, shard }))
    } catch (error) {
      return records.map(() => ({ error }))
    }
  }

  /** Records from a position on, those past the retention left out. */
  async read(shardId: string, from: number, count: number, maxBytes: number): Promise<PositionedRecord[]> {
    this.checkThere()
    return await this.log(shardId).read(Math.max(from, this.horizon(shardId)), count, maxBytes)
  }

  /**
   * Changes the state, one change after another, while no record is on its way to any shard. The new state is on disk
   * when this returns.
   *
   * @param next may throw: nothing is changed then
   */
  async change(next: (state: StreamState) => StreamState): Promise<void> {
    await this.alone(async () => {
      this.checkThere()
      for (const log of this.logs.values()) await log.settled()
      await this.replace(next(this.current))
    })
  }

  /** Deletes the files of which all is past the retention. */
  async trim(): Promise<void> {
    for (const log of this.logs.values()) await log.trim(this.oldestKept)
  }

  /** Returns when all that was begun is on disk. */
  async close(): Promise<void> {
    await this.alone(async () => {
      for (const log of this.logs.values()) await log.close()
    })
  }

  /** Ends it for those who have it at hand still: there is no such stream any more. */
  async end(): Promise<void> {
    this.isDeleted = true
    await this.close()
  }

  private async alone(run: () => Promise<void>): Promise<void> {
    const before = this.gate
    const done = before.then(run)
    this.gate = done.catch(() => undefined)
    await done
  }

  private checkThere(): void {
    if (this.isDeleted) throw new AwsError('ResourceNotFoundException', `the stream ${this.current.name} was deleted`)
  }

  private async replace(next: StreamState): Promise<void> {
    await this.openLogs(next)
    await writeState(this.folder, next)
    this.current = next
    this.open = openShards(next)
    await syncFolder(this.folder)
  }

  private async openLogs({ shards }: StreamState): Promise<void> {
    for (const { shardId, createdAt } of shards) {
      if (this.logs.has(shardId)) continue
      this.logs.set(shardId, await ShardLog.open(join(this.folder, shardId), this.now, createdAt))
    }
  }
}
