import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { AwsError } from './aws-error.ts'
import { isIn } from './hash-key.ts'
import { type Placed, type PositionedRecord, ShardLog, syncFolder } from './shard-log.ts'
import { type ShardState, type StreamState, stateFromJson, stateToJson } from './stream-state.ts'

const STATE_FILE = 'stream.json'
const HOUR_MS = 3_600_000

/** A record that is to be kept. */
export interface HashedRecord {
  readonly hashKey: bigint
  readonly partitionKey: string
  readonly data: Uint8Array
}

/** A stream: its state in one file, which is replaced as a whole, and a log for each shard. */
export class Stream {
  private readonly folder: string
  private readonly now: () => number
  private readonly logs = new Map<string, ShardLog>()
  private current: StreamState
  /** Closed while the shards change. */
  private gate: Promise<void> = Promise.resolve()

  private constructor(folder: string, now: () => number, state: StreamState) {
    this.folder = folder
    this.now = now
    this.current = state
  }

  /** @param folder that is there, for this stream alone */
  static async create(folder: string, now: () => number, state: StreamState): Promise<Stream> {
    const stream = new Stream(folder, now, state)
    await stream.change(state)
    return stream
  }

  static async open(folder: string, now: () => number): Promise<Stream> {
    const stream = new Stream(folder, now, stateFromJson(await readFile(join(folder, STATE_FILE), 'utf8')))
    await stream.openLogs()
    return stream
  }

  get state(): StreamState {
    return this.current
  }

  /** Shards that take records. */
  get openShards(): ShardState[] {
    return this.current.shards.filter(shard => !shard.closed)
  }

  /** @throws AwsError when there is none of the name */
  shard(shardId: string): ShardState {
    const shard = this.current.shards.find(known => known.shardId === shardId)
    if (!shard) throw new AwsError('ResourceNotFoundException', `the stream ${this.current.name} has no ${shardId}`)
    return shard
  }

  shardFor(hashKey: bigint): ShardState {
    return this.openShards.find(({ range }) => isIn(range, hashKey))!
  }

  log(shardId: string): ShardLog {
    return this.logs.get(shardId)!
  }

  /** Position of the oldest record that the retention still holds. */
  horizon(shardId: string): number {
    const log = this.log(shardId)
    return Math.max(log.first, log.positionAt(this.oldestKept))
  }

  /**
   * Keeps records, each in the shard of its hash key; those of one shard all or none.
   *
   * @returns by record: its shard and place in it
   */
  async append(records: readonly HashedRecord[]): Promise<readonly (Placed & { readonly shard: ShardState })[]> {
    await this.gate
    const shards = records.map(record => this.shardFor(record.hashKey))
    const places = new Map(
      await Promise.all(
        [...new Set(shards)].map(async shard => {
          const own = records.filter((_, i) => shards[i] === shard)
          return [shard, (await this.log(shard.shardId).append(own)).values()] as const
        }),
      ),
    )
    return shards.map(shard => ({ ...places.get(shard)!.next().value!, shard }))
  }

  /** Runs a change of the shards while no record is on its way to any. */
  async exclusively<Result>(run: () => Promise<Result>): Promise<Result> {
    const before = this.gate
    let open = () => {}
    this.gate = new Promise(resolve => {
      open = resolve
    })
    try {
      await before
      for (const log of this.logs.values()) await log.settled()
      return await run()
    } finally {
      open()
    }
  }

  /** Records from a position on, those past the retention left out. */
  async read(shardId: string, from: number, count: number, maxBytes: number): Promise<PositionedRecord[]> {
    return await this.log(shardId).read(Math.max(from, this.horizon(shardId)), count, maxBytes)
  }

  /** Replaces the state: it is on disk when this returns, and the logs of new shards are there. */
  async change(next: StreamState): Promise<void> {
    const temporary = join(this.folder, `${STATE_FILE}.new`)
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(`${stateToJson(next)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, join(this.folder, STATE_FILE))
    await syncFolder(this.folder)
    this.current = next
    await this.openLogs()
  }

  /** Deletes what is past the retention. */
  async trim(): Promise<void> {
    for (const log of this.logs.values()) await log.trim(this.oldestKept)
  }

  async close(): Promise<void> {
    await Promise.all([...this.logs.values()].map(log => log.close()))
  }

  private get oldestKept(): number {
    return this.now() - this.current.retentionHours * HOUR_MS
  }

  private async openLogs(): Promise<void> {
    for (const { shardId, createdAt } of this.current.shards) {
      if (this.logs.has(shardId)) continue
      this.logs.set(shardId, await ShardLog.open(join(this.folder, shardId), this.now, createdAt))
    }
  }
}
