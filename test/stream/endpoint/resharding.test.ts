import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  type ShardFilter,
  SplitShardCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
} from '@aws-sdk/client-kinesis'
import { describe, expect, it } from 'vitest'
import { clientWithStream } from './running.ts'
import { bytes, putTexts, recordsOf, shardsOf, text } from './stream-content.ts'

const StreamName = 'audit'
const MIDDLE = String(2n ** 127n)
const shard = (number: number) => `shardId-${String(number).padStart(12, '0')}`
const named = (name: string) => expect.objectContaining({ name })

const split = (client: KinesisClient, number: number, NewStartingHashKey = MIDDLE) =>
  client.send(new SplitShardCommand({ StreamName, ShardToSplit: shard(number), NewStartingHashKey }))
const merge = (client: KinesisClient, one: number, other: number) =>
  client.send(new MergeShardsCommand({ StreamName, ShardToMerge: shard(one), AdjacentShardToMerge: shard(other) }))
const scale = (client: KinesisClient, TargetShardCount: number) =>
  client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }))

async function listed(client: KinesisClient, filter: ShardFilter): Promise<number[]> {
  const { Shards } = await client.send(new ListShardsCommand({ StreamName, ShardFilter: filter }))
  return Shards!.map(({ ShardId }) => Number(ShardId!.slice(-12)))
}

describe('resharding', () => {
  it('ends a parent for its readers, and names the children', async () => {
    const client = await clientWithStream(1)
    await putTexts(client, ['a', 'b'])
    await split(client, 0)
    const start = { StreamName, ShardId: shard(0), ShardIteratorType: 'TRIM_HORIZON' } as const
    const { ShardIterator } = await client.send(new GetShardIteratorCommand(start))
    const first = await client.send(new GetRecordsCommand({ ShardIterator: ShardIterator!, Limit: 1 }))
    expect(first.ChildShards).toBeUndefined()
    const last = await client.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator! }))
    expect(last.Records).toHaveLength(1)
    expect(last.NextShardIterator).toBeUndefined()
    expect(last.ChildShards!.map(({ ShardId, ParentShards }) => [ShardId, ParentShards])).toEqual([
      [shard(1), [shard(0)]],
      [shard(2), [shard(0)]],
    ])
    const [parent] = await shardsOf(client)
    const { EndingSequenceNumber } = parent!.SequenceNumberRange!
    expect(BigInt(EndingSequenceNumber!) > BigInt(last.Records![0]!.SequenceNumber!)).toBe(true)
  })

  it('refuses what cannot be split or merged', async () => {
    const client = await clientWithStream(3)
    await expect(split(client, 0, '0')).rejects.toThrow(named('InvalidArgumentException'))
    await expect(split(client, 0, MIDDLE)).rejects.toThrow(named('InvalidArgumentException'))
    await expect(split(client, 9)).rejects.toThrow(named('ResourceNotFoundException'))
    await expect(merge(client, 0, 2)).rejects.toThrow(named('InvalidArgumentException'))
    await expect(merge(client, 0, 0)).rejects.toThrow(named('InvalidArgumentException'))
    await merge(client, 1, 0)
    await expect(merge(client, 1, 2)).rejects.toThrow(named('ResourceInUseException'))
  })

  it('splits a shard once when it is asked to by many at once', async () => {
    const client = await clientWithStream(1)
    const splits = await Promise.allSettled([1, 2, 3, 4].map(() => split(client, 0)))
    expect(splits.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await shardsOf(client)).toHaveLength(3)
  })

  it('scales to shards of the same size, whatever they were before', async () => {
    const client = await clientWithStream(3)
    await split(client, 0, '1000')
    for (const count of [8, 5, 3, 6, 4, 2, 1]) {
      await scale(client, count)
      const { Shards } = await client.send(new ListShardsCommand({ StreamName, ShardFilter: { Type: 'AT_LATEST' } }))
      const ranges = Shards!
        .map(({ HashKeyRange: range }) => [BigInt(range!.StartingHashKey!), BigInt(range!.EndingHashKey!)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
      expect(ranges).toHaveLength(count)
      expect(ranges[0]![0]).toBe(0n)
      expect(ranges.at(-1)![1]).toBe(2n ** 128n - 1n)
      for (const [i, [start]] of ranges.entries()) if (i > 0) expect(start).toBe(ranges[i - 1]![1] + 1n)
      const sizes = ranges.map(([start, end]) => end - start + 1n)
      for (const size of sizes) expect(size - sizes[0]! < BigInt(count)).toBe(true)
    }
  })

  it('lists the shards that were open at a time, or since', async () => {
    let now = Date.UTC(2026, 10, 22)
    const start = now
    const client = await clientWithStream(2, { now: () => now })
    now = start + 1000
    await merge(client, 0, 1)
    now = start + 2000
    await split(client, 2)
    now = start + 3000
    expect(await listed(client, { Type: 'FROM_TRIM_HORIZON' })).toEqual([0, 1, 2, 3, 4])
    expect(await listed(client, { Type: 'AT_TRIM_HORIZON' })).toEqual([0, 1])
    expect(await listed(client, { Type: 'AT_LATEST' })).toEqual([3, 4])
    expect(await listed(client, { Type: 'AT_TIMESTAMP', Timestamp: new Date(start + 1500) })).toEqual([2])
    expect(await listed(client, { Type: 'FROM_TIMESTAMP', Timestamp: new Date(start + 1500) })).toEqual([2, 3, 4])
    expect(await listed(client, { Type: 'FROM_TIMESTAMP', Timestamp: new Date(0) })).toEqual([0, 1, 2, 3, 4])
    expect(await listed(client, { Type: 'AFTER_SHARD_ID', ShardId: shard(2) })).toEqual([3, 4])
    now = start + 24 * 3_600_000 + 1500
    expect(await listed(client, { Type: 'FROM_TRIM_HORIZON' })).toEqual([2, 3, 4])
    expect(await listed(client, { Type: 'AT_TRIM_HORIZON' })).toEqual([2])
  })

  it('loses, doubles and disorders nothing while records are put', async () => {
    const client = await clientWithStream(2)
    const keys = Array.from({ length: 20 }, (_, i) => `key ${i}`)
    let isDone = false
    const puts = keys.map(async key => {
      let count = 0
      while (!isDone) {
        const texts = Array.from({ length: 5 }, () => `${key}:${count++}`)
        const Records = texts.map(data => ({ Data: bytes(data), PartitionKey: key }))
        const answer = await client.send(new PutRecordsCommand({ StreamName, Records }))
        expect(answer.FailedRecordCount).toBe(0)
      }
      return count
    })
    for (const count of [4, 3, 5, 3, 2, 1, 2]) await scale(client, count)
    isDone = true
    const counts = await Promise.all(puts)

    const found = new Map<string, { text: string; sequenceNumber: bigint }[]>(keys.map(key => [key, []]))
    for (const { ShardId } of await shardsOf(client)) {
      for (const { Data, PartitionKey, SequenceNumber } of await recordsOf(client, ShardId!)) {
        found.get(PartitionKey!)!.push({ text: text(Data), sequenceNumber: BigInt(SequenceNumber!) })
      }
    }
    for (const [i, key] of keys.entries()) {
      const bySequenceNumber = found.get(key)!.toSorted((a, b) => (a.sequenceNumber < b.sequenceNumber ? -1 : 1))
      expect(bySequenceNumber.map(record => record.text)).toEqual(
        Array.from({ length: counts[i]! }, (_, n) => `${key}:${n}`),
      )
    }
  })

  it('is not for on-demand streams', async () => {
    const client = await clientWithStream(2)
    const { StreamARN } = await scale(client, 4)
    await client.send(
      new UpdateStreamModeCommand({ StreamARN: StreamARN!, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
    )
    await expect(scale(client, 2)).rejects.toThrow(named('ValidationException'))
    await expect(merge(client, 2, 3)).rejects.toThrow(named('ValidationException'))
  })
})
