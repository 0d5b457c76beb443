import {
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis'
import { describe, expect, it } from 'vitest'
import { clientWithStream } from './running.ts'
import { contentOf, putTexts, recordsOf, shardsOf, text } from './stream-content.ts'

const StreamName = 'audit'
const ShardId = 'shardId-000000000000'
const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 10, 22)
const named = (name: string) => expect.objectContaining({ name })

/** A client of a stream with one shard, whose clock stands still until it is turned. */
async function clocked(): Promise<{ client: KinesisClient; at: (time: number) => void }> {
  let now = START
  const client = await clientWithStream(1, { now: () => now })
  return {
    client,
    at: time => {
      now = time
    },
  }
}

type Start = Omit<GetShardIteratorCommandInput, 'StreamName' | 'ShardId' | 'StreamARN' | 'StreamId'>

async function iterator(client: KinesisClient, start: Start): Promise<string> {
  return (await client.send(new GetShardIteratorCommand({ StreamName, ShardId, ...start }))).ShardIterator!
}

async function readFrom(client: KinesisClient, start: Start): Promise<string[]> {
  const answer = await client.send(new GetRecordsCommand({ ShardIterator: await iterator(client, start) }))
  return answer.Records!.map(({ Data }) => text(Data))
}

describe('reading a shard', () => {
  it('begins where it is told to', async () => {
    const { client, at } = await clocked()
    const sequenceNumbers: string[] = []
    for (const [i, name] of ['a', 'b', 'c'].entries()) {
      at(START + 1000 * i)
      sequenceNumbers.push((await putTexts(client, [name])).Records![0]!.SequenceNumber!)
    }
    const [a, b, c] = sequenceNumbers as [string, string, string]
    at(START + 10_000)
    expect(await readFrom(client, { ShardIteratorType: 'TRIM_HORIZON' })).toEqual(['a', 'b', 'c'])
    expect(await readFrom(client, { ShardIteratorType: 'LATEST' })).toEqual([])
    const sequence = (ShardIteratorType: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER', number: string) =>
      readFrom(client, { ShardIteratorType, StartingSequenceNumber: number })
    expect(await sequence('AT_SEQUENCE_NUMBER', b)).toEqual(['b', 'c'])
    expect(await sequence('AFTER_SEQUENCE_NUMBER', a)).toEqual(['b', 'c'])
    expect(await sequence('AFTER_SEQUENCE_NUMBER', c)).toEqual([])
    const from = (millis: number) =>
      readFrom(client, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(START + millis) })
    expect(await from(-1)).toEqual(['a', 'b', 'c'])
    expect(await from(1000)).toEqual(['b', 'c'])
    expect(await from(1001)).toEqual(['c'])
    expect(await from(2001)).toEqual([])
    await expect(from(10_001)).rejects.toThrow(named('InvalidArgumentException'))
  })

  it('finds the first record after the number that the shard begins with', async () => {
    const { client } = await clocked()
    await putTexts(client, ['first'])
    const [shard] = await shardsOf(client)
    const StartingSequenceNumber = shard!.SequenceNumberRange!.StartingSequenceNumber!
    for (const ShardIteratorType of ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const) {
      expect(await readFrom(client, { ShardIteratorType, StartingSequenceNumber })).toEqual(['first'])
    }
  })

  it('does not begin at a number that is none of the shard', async () => {
    const { client } = await clocked()
    const { SequenceNumber } = (await putTexts(client, ['a'])).Records![0]!
    const ofOtherShard = SequenceNumber!.replace(/0$/, '1')
    const ofLaterRecord = `${SequenceNumber!.slice(0, 16)}${'9'.padStart(20, '0')}${SequenceNumber!.slice(36)}`
    const foreign = ['1', 'x', ofOtherShard, ofLaterRecord]
    for (const StartingSequenceNumber of foreign) {
      await expect(
        iterator(client, { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber }),
      ).rejects.toThrow(named('InvalidArgumentException'))
    }
    await expect(iterator(client, { ShardIteratorType: 'AT_SEQUENCE_NUMBER' })).rejects.toThrow(
      named('ValidationException'),
    )
  })

  it('waits for new records behind an iterator that is at the end', async () => {
    const { client, at } = await clocked()
    const ShardIterator = await iterator(client, { ShardIteratorType: 'LATEST' })
    const empty = await client.send(new GetRecordsCommand({ ShardIterator }))
    expect(empty).toMatchObject({ Records: [], MillisBehindLatest: 0 })
    await putTexts(client, ['a', 'b'])
    at(START + 5000)
    const one = await client.send(new GetRecordsCommand({ ShardIterator: empty.NextShardIterator!, Limit: 1 }))
    expect(one.Records!.map(({ Data }) => text(Data))).toEqual(['a'])
    expect(one.MillisBehindLatest).toBe(5000)
    const again = await client.send(new GetRecordsCommand({ ShardIterator }))
    expect(again.Records).toHaveLength(2)
    expect(again.MillisBehindLatest).toBe(0)
  })

  it('ends five minutes after its iterator was given out', async () => {
    const { client, at } = await clocked()
    const ShardIterator = await iterator(client, { ShardIteratorType: 'TRIM_HORIZON' })
    at(START + 300_000)
    const { NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }))
    at(START + 300_001)
    await expect(client.send(new GetRecordsCommand({ ShardIterator }))).rejects.toThrow(
      named('ExpiredIteratorException'),
    )
    await client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator! }))
  })

  it('ends sooner when iterators are told to', async () => {
    let now = START
    const client = await clientWithStream(1, { now: () => now, iteratorMillis: 50 })
    const ShardIterator = await iterator(client, { ShardIteratorType: 'TRIM_HORIZON' })
    now += 51
    await expect(client.send(new GetRecordsCommand({ ShardIterator }))).rejects.toThrow(
      named('ExpiredIteratorException'),
    )
  })

  it('does not go on in a later stream of the same name', async () => {
    const { client, at } = await clocked()
    const ShardIterator = await iterator(client, { ShardIteratorType: 'TRIM_HORIZON' })
    await client.send(new DeleteStreamCommand({ StreamName }))
    await expect(client.send(new GetRecordsCommand({ ShardIterator }))).rejects.toThrow(
      named('ResourceNotFoundException'),
    )
    at(START + 1)
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
    await expect(client.send(new GetRecordsCommand({ ShardIterator }))).rejects.toThrow(
      named('ResourceNotFoundException'),
    )
  })

  it('keeps the order of arrival when the clock is set back', async () => {
    const { client, at } = await clocked()
    at(START + 60_000)
    await putTexts(client, ['a'])
    at(START)
    await putTexts(client, ['b'])
    const records = await recordsOf(client, ShardId)
    expect(records.map(({ Data }) => text(Data))).toEqual(['a', 'b'])
    const [a, b] = records.map(({ SequenceNumber }) => BigInt(SequenceNumber!))
    expect(a! < b!).toBe(true)
    expect(records[1]!.ApproximateArrivalTimestamp).toEqual(new Date(START + 60_000))
  })
})

describe('the retention', () => {
  it('takes away what is older, for every reader', async () => {
    const { client, at } = await clocked()
    const old = (await putTexts(client, ['old'])).Records![0]!.SequenceNumber!
    const held = await iterator(client, { ShardIteratorType: 'TRIM_HORIZON' })
    at(START + HOUR_MS)
    await putTexts(client, ['new'])
    at(START + 24 * HOUR_MS)
    expect(await contentOf(client)).toEqual(['old', 'new'])
    at(START + 24 * HOUR_MS + 1)
    expect(await contentOf(client)).toEqual(['new'])
    expect(await readFrom(client, { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: old })).toEqual([
      'new',
    ])
    await expect(client.send(new GetRecordsCommand({ ShardIterator: held }))).rejects.toThrow(
      named('ExpiredIteratorException'),
    )
  })

  it('does not bring back what it took away when it grows', async () => {
    const { client, at } = await clocked()
    await putTexts(client, ['old'])
    at(START + 25 * HOUR_MS)
    await putTexts(client, ['new'])
    await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }))
    expect(await contentOf(client)).toEqual(['new'])
    at(START + 50 * HOUR_MS)
    expect(await contentOf(client)).toEqual(['new'])
    await client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 24 }))
    expect(await contentOf(client)).toEqual([])
  })

  it('is 24 hours to 365 days, and grows or shrinks by the operation for it', async () => {
    const { client } = await clocked()
    const increase = (hours: number) =>
      client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: hours }))
    const decrease = (hours: number) =>
      client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: hours }))
    await increase(8760)
    await expect(increase(8761)).rejects.toThrow(named('ValidationException'))
    await expect(increase(48)).rejects.toThrow(named('InvalidArgumentException'))
    await decrease(48)
    await expect(decrease(72)).rejects.toThrow(named('InvalidArgumentException'))
    await expect(decrease(23)).rejects.toThrow(named('ValidationException'))
  })
})

describe('a listing', () => {
  it('goes on from a token for five minutes, and from that alone', async () => {
    let now = START
    const client = await clientWithStream(3, { now: () => now })
    const { NextToken } = await client.send(
      new ListShardsCommand({ StreamName, MaxResults: 1, ShardFilter: { Type: 'AT_LATEST' } }),
    )
    await expect(client.send(new ListShardsCommand({ NextToken: NextToken!, StreamName }))).rejects.toThrow(
      named('InvalidArgumentException'),
    )
    now += 300_000
    expect((await client.send(new ListShardsCommand({ NextToken: NextToken! }))).Shards).toHaveLength(2)
    now += 1
    await expect(client.send(new ListShardsCommand({ NextToken: NextToken! }))).rejects.toThrow(
      named('ExpiredNextTokenException'),
    )
    await expect(client.send(new ListShardsCommand({ NextToken: 'none' }))).rejects.toThrow(
      named('InvalidArgumentException'),
    )
    const StreamCreationTimestamp = new Date(START)
    expect((await client.send(new ListShardsCommand({ StreamName, StreamCreationTimestamp }))).Shards).toHaveLength(3)
    await expect(
      client.send(new ListShardsCommand({ StreamName, StreamCreationTimestamp: new Date(START + 1) })),
    ).rejects.toThrow(named('ResourceNotFoundException'))
  })
})
