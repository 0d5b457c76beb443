import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import { describe, expect, it } from 'vitest'
import { clientWithStream } from './running.ts'
import { contentOf, putTexts } from './stream-content.ts'

const StreamName = 'audit'
const MIB = 1024 * 1024
const texts = (count: number, from = 0) => Array.from({ length: count }, (_, i) => String(from + i))
const named = (name: string) => expect.objectContaining({ name })

/** A client of an endpoint with all limits, whose clock stands still until it is turned. */
async function limited(shards: number): Promise<{ client: KinesisClient; turn: (millis: number) => void }> {
  let now = Date.UTC(2026, 10, 22)
  const client = await clientWithStream(shards, { limits: 'real', now: () => now })
  return {
    client,
    turn: millis => {
      now += millis
    },
  }
}

async function iteratorOf(client: KinesisClient, ShardId = 'shardId-000000000000'): Promise<string> {
  const command = new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' })
  return (await client.send(command)).ShardIterator!
}

describe('a shard', () => {
  it('takes 1,000 records a second, and says which of a request it did not take', async () => {
    const { client, turn } = await limited(1)
    await putTexts(client, texts(500))
    await putTexts(client, texts(400, 500))
    const answer = await putTexts(client, texts(200, 900))
    expect(answer.FailedRecordCount).toBe(100)
    expect(answer.Records!.map(record => record.ErrorCode ?? 'taken')).toEqual([
      ...new Array(100).fill('taken'),
      ...new Array(100).fill('ProvisionedThroughputExceededException'),
    ])
    await expect(
      client.send(new PutRecordCommand({ StreamName, Data: new Uint8Array(), PartitionKey: 'k' })),
    ).rejects.toThrow(named('ProvisionedThroughputExceededException'))
    turn(1000)
    expect((await putTexts(client, texts(1, 1000))).FailedRecordCount).toBe(0)
    turn(1000)
    expect(await contentOf(client)).toEqual(texts(1001))
  })

  it('takes 1 MiB a second, partition keys included', async () => {
    const { client, turn } = await limited(1)
    const put = (bytes: number) =>
      client.send(new PutRecordCommand({ StreamName, Data: new Uint8Array(bytes), PartitionKey: '0123456789' }))
    await put(MIB - 30)
    await put(10)
    await expect(put(0)).rejects.toThrow(named('ProvisionedThroughputExceededException'))
    turn(1000)
    await put(0)
  })

  it('is not slowed down by its neighbour', async () => {
    const { client } = await limited(2)
    const full = await client.send(
      new PutRecordsCommand({
        StreamName,
        Records: [0, 1, 2].map(() => ({ Data: new Uint8Array(MIB / 2), PartitionKey: 'k', ExplicitHashKey: '0' })),
      }),
    )
    expect(full.FailedRecordCount).toBe(2)
    const beside = { Data: new Uint8Array(MIB / 2), PartitionKey: 'k', ExplicitHashKey: String(2n ** 127n) }
    await client.send(new PutRecordCommand({ StreamName, ...beside }))
  })

  it('takes a large record in advance and rests for it', async () => {
    const { client, turn } = await limited(1)
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
    const { StreamARN } = StreamDescriptionSummary!
    const put = (bytes: number) =>
      client.send(new PutRecordCommand({ StreamName, Data: new Uint8Array(bytes), PartitionKey: 'k' }))
    await expect(put(MIB)).rejects.toThrow(named('ValidationException'))
    await client.send(new UpdateMaxRecordSizeCommand({ StreamARN: StreamARN!, MaxRecordSizeInKiB: 10_240 }))
    await put(10 * MIB - 1)
    turn(9000)
    await expect(put(1)).rejects.toThrow(named('ProvisionedThroughputExceededException'))
    turn(1000)
    await put(1)
    await expect(put(10 * MIB)).rejects.toThrow(named('ValidationException'))
  })

  it('is read five times a second', async () => {
    const { client, turn } = await limited(1)
    const get = new GetRecordsCommand({ ShardIterator: await iteratorOf(client) })
    for (let i = 0; i < 5; i++) await client.send(get)
    await expect(client.send(get)).rejects.toThrow(named('ProvisionedThroughputExceededException'))
    turn(1000)
    await client.send(get)
  })

  it('gives 10 MiB at once, and then rests until it is back at 2 MiB a second', async () => {
    const { client, turn } = await limited(1)
    for (let i = 0; i < 12; i++) {
      await client.send(new PutRecordCommand({ StreamName, Data: new Uint8Array(MIB - 1), PartitionKey: 'k' }))
      turn(1000)
    }
    const first = await client.send(new GetRecordsCommand({ ShardIterator: await iteratorOf(client) }))
    expect(first.Records).toHaveLength(10)
    expect(first.MillisBehindLatest).toBe(2000)
    const next = new GetRecordsCommand({ ShardIterator: first.NextShardIterator! })
    turn(3000)
    await expect(client.send(next)).rejects.toThrow(named('ProvisionedThroughputExceededException'))
    turn(2000)
    expect((await client.send(next)).Records).toHaveLength(2)
  })

  it('gives 10,000 records at once', async () => {
    const client = await clientWithStream(1)
    for (let i = 0; i < 21; i++) await putTexts(client, texts(500, 500 * i))
    const ShardIterator = await iteratorOf(client)
    const first = await client.send(new GetRecordsCommand({ ShardIterator }))
    expect(first.Records).toHaveLength(10_000)
    const rest = await client.send(new GetRecordsCommand({ ShardIterator: first.NextShardIterator! }))
    expect(rest.Records).toHaveLength(500)
    expect((await client.send(new GetRecordsCommand({ ShardIterator, Limit: 3 }))).Records).toHaveLength(3)
    await expect(client.send(new GetRecordsCommand({ ShardIterator, Limit: 10_001 }))).rejects.toThrow(
      named('InvalidArgumentException'),
    )
  })
})

describe('a request', () => {
  it('puts 500 records at the most', async () => {
    const client = await clientWithStream(1)
    expect((await putTexts(client, texts(500))).FailedRecordCount).toBe(0)
    await expect(putTexts(client, texts(501))).rejects.toThrow(named('ValidationException'))
  })

  it('puts 10 MiB at the most', async () => {
    const client = await clientWithStream(1)
    const put = (count: number, bytes: number) => {
      const Records = new Array(count).fill({ Data: new Uint8Array(bytes), PartitionKey: 'k' })
      return client.send(new PutRecordsCommand({ StreamName, Records }))
    }
    await put(10, MIB - 1)
    await expect(put(11, MIB - 1)).rejects.toThrow(named('InvalidArgumentException'))
  })

  it('has partition keys of 1 to 256 characters', async () => {
    const client = await clientWithStream(1)
    await putTexts(client, ['a'], '\u{1F511}'.repeat(128))
    await expect(putTexts(client, ['a'], 'k'.repeat(257))).rejects.toThrow(named('ValidationException'))
    await expect(putTexts(client, ['a'], '')).rejects.toThrow(named('ValidationException'))
  })

  it('names streams by letters, digits, "_", "." and "-"', async () => {
    const client = await clientWithStream(1)
    const make = (name: string) => client.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }))
    await make('Az09_.-')
    for (const name of ['a b', '../a', 'a/b', 'ä', 'x'.repeat(129), '.', '..']) {
      await expect(make(name)).rejects.toThrow(named('ValidationException'))
    }
    await expect(make('AZ09_.-')).rejects.toThrow(named('ResourceInUseException'))
  })

  it('may come only so often', async () => {
    const { client, turn } = await limited(1)
    for (let i = 0; i < 5; i++) await client.send(new ListStreamsCommand({}))
    await expect(client.send(new ListStreamsCommand({}))).rejects.toThrow(named('LimitExceededException'))
    for (let i = 0; i < 5; i++) await iteratorOf(client)
    await expect(iteratorOf(client)).rejects.toThrow(named('ProvisionedThroughputExceededException'))
    turn(1000)
    await client.send(new ListStreamsCommand({}))
    await iteratorOf(client)
  })
})

describe('a stream', () => {
  it('is scaled to half or double, ten times in 24 hours', async () => {
    const { client, turn } = await limited(2)
    const scale = (TargetShardCount: number) =>
      client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }))
    await expect(scale(5)).rejects.toThrow(named('LimitExceededException'))
    for (let i = 0; i < 10; i++) {
      await scale(i % 2 === 0 ? 4 : 2)
      turn(1000)
    }
    await expect(scale(4)).rejects.toThrow(named('LimitExceededException'))
    turn(24 * 3_600_000)
    await scale(4)
    await expect(scale(1)).rejects.toThrow(named('LimitExceededException'))
  })

  it('has 20 consumers at the most', async () => {
    const client = await clientWithStream(1)
    const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
    const StreamARN = StreamDescriptionSummary!.StreamARN!
    const register = (name: number) =>
      client.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: String(name) }))
    for (let i = 0; i < 20; i++) await register(i)
    await expect(register(20)).rejects.toThrow(named('LimitExceededException'))
    await expect(register(3)).rejects.toThrow(named('ResourceInUseException'))
  })

  it('has its part in 1,000 shards of all streams', async () => {
    const client = await clientWithStream(1)
    const make = (name: string, ShardCount: number) =>
      client.send(new CreateStreamCommand({ StreamName: name, ShardCount }))
    await expect(make('large', 1000)).rejects.toThrow(named('LimitExceededException'))
    await make('large', 999)
    await expect(make('small', 1)).rejects.toThrow(named('LimitExceededException'))
    await expect(
      client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' })),
    ).rejects.toThrow(named('LimitExceededException'))
  })
})
