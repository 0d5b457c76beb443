import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CreateStreamCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import type { Random } from '../../../packages/cli/src/demo/random.ts'
import { kinesisClient } from '../../../packages/cli/src/stream/kinesis-client.ts'

const STREAM = 'audit'
const REQUEST_BYTES = 3 * 1024 * 1024
const REQUEST_RECORDS = 100
const MOST_SHARDS = 6

/** Whoever puts records into the stream, and changes its shards. */
export class Producer {
  private readonly client: KinesisClient
  private readonly random: Random
  /** Requests that had to be sent again: what was put by them may be there twice. */
  retries = 0
  reshardings = 0

  constructor(url: string, random: Random) {
    this.client = kinesisClient({ stream: STREAM, endpoint: url })
    this.random = random
  }

  async createStream(shards: number): Promise<void> {
    await this.client.send(new CreateStreamCommand({ StreamName: STREAM, ShardCount: shards }))
    await this.client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName: STREAM, RetentionPeriodHours: 168 }))
  }

  /** Puts records until each is kept, at least once. */
  async put(records: readonly Uint8Array[]): Promise<void> {
    for (let left = records; left.length > 0; ) {
      const some = firstOf(left)
      const failed = await this.putSome(some)
      left = [...failed, ...left.slice(some.length)]
      if (failed.length > 0) await pause(100)
    }
  }

  /** @returns those that must be put again */
  private async putSome(records: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
    const entries = records.map(Data => ({ Data, PartitionKey: String(this.random.below(1000)) }))
    try {
      const { Records } = await this.client.send(new PutRecordsCommand({ StreamName: STREAM, Records: entries }))
      return records.filter((_, i) => Records![i]!.ErrorCode !== undefined)
    } catch {
      this.retries++
      return records
    }
  }

  /** Splits a shard, merges two, or asks for another number of them. What cannot be done now is not done. */
  async reshard(): Promise<void> {
    try {
      const { Shards = [] } = await this.client.send(new ListShardsCommand({ StreamName: STREAM }))
      const open = Shards.filter(({ SequenceNumberRange }) => SequenceNumberRange?.EndingSequenceNumber === undefined)
      const kind = this.random.pick(['split', 'merge', 'count'] as const)
      if (kind === 'split' && open.length < MOST_SHARDS) await this.split(this.random.pick(open))
      else if (kind === 'merge' && open.length > 1) await this.merge(open)
      else
        await this.client.send(
          new UpdateShardCountCommand({
            StreamName: STREAM,
            TargetShardCount: open.length >= MOST_SHARDS ? Math.ceil(open.length / 2) : open.length + 1,
            ScalingType: 'UNIFORM_SCALING',
          }),
        )
      this.reshardings++
    } catch {
      this.retries++
    }
  }

  private async split({ ShardId, HashKeyRange }: ShardInfo): Promise<void> {
    const start = BigInt(HashKeyRange!.StartingHashKey!)
    const end = BigInt(HashKeyRange!.EndingHashKey!)
    const middle = String(start + (end - start) / 2n + 1n)
    await this.client.send(
      new SplitShardCommand({ StreamName: STREAM, ShardToSplit: ShardId!, NewStartingHashKey: middle }),
    )
  }

  private async merge(open: readonly ShardInfo[]): Promise<void> {
    const ordered = open.toSorted((a, b) =>
      BigInt(a.HashKeyRange!.StartingHashKey!) < BigInt(b.HashKeyRange!.StartingHashKey!) ? -1 : 1,
    )
    const at = this.random.below(ordered.length - 1)
    await this.client.send(
      new MergeShardsCommand({
        StreamName: STREAM,
        ShardToMerge: ordered[at]!.ShardId!,
        AdjacentShardToMerge: ordered[at + 1]!.ShardId!,
      }),
    )
  }

  close(): void {
    this.client.destroy()
  }
}

interface ShardInfo {
  readonly ShardId?: string | undefined
  readonly HashKeyRange?:
    | { readonly StartingHashKey: string | undefined; readonly EndingHashKey: string | undefined }
    | undefined
}

export function md5(data: Uint8Array): string {
  return createHash('md5').update(data).digest('hex')
}

/** As many as a request may have. */
function firstOf(records: readonly Uint8Array[]): readonly Uint8Array[] {
  let bytes = 0
  const count = records.findIndex((data, i) => {
    bytes += data.length
    return i > 0 && (bytes > REQUEST_BYTES || i >= REQUEST_RECORDS)
  })
  return count === -1 ? records : records.slice(0, count)
}
