import {
  CreateStreamCommand,
  DecreaseStreamRetentionPeriodCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeLimitsCommand,
  DescribeStreamCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  IncreaseStreamRetentionPeriodCommand,
  type KinesisClientConfig,
  ListShardsCommand,
  ListStreamConsumersCommand,
  ListStreamsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  SplitShardCommand,
  SubscribeToShardCommand,
  UpdateMaxRecordSizeCommand,
  UpdateShardCountCommand,
  UpdateStreamModeCommand,
  waitUntilStreamExists,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { describe, expect, it } from 'vitest'
import { clientOf, clientWithStream, running } from './running.ts'
import { bytes, putTexts, recordsOf, shardsOf, text } from './stream-content.ts'

const StreamName = 'audit'

describe.each<[string, () => KinesisClientConfig]>([
  ['as it comes, over HTTP/2', () => ({})],
  ['over HTTP/1.1', () => ({ requestHandler: new NodeHttpHandler() })],
])('the AWS SDK %s', (_, options) => {
  it('makes, lists, describes and deletes streams', async () => {
    const client = clientOf(await running(), options())
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }))
    await client.send(new CreateStreamCommand({ StreamName: 'b', StreamModeDetails: { StreamMode: 'ON_DEMAND' } }))
    await waitUntilStreamExists({ client, minDelay: 1, maxDelay: 1, maxWaitTime: 5 }, { StreamName })

    const first = await client.send(new ListStreamsCommand({ Limit: 1 }))
    expect(first).toMatchObject({ StreamNames: ['audit'], HasMoreStreams: true })
    const rest = await client.send(new ListStreamsCommand({ NextToken: first.NextToken! }))
    expect(rest).toMatchObject({ StreamNames: ['b'], HasMoreStreams: false })
    expect(rest.StreamSummaries![0]!.StreamModeDetails).toEqual({ StreamMode: 'ON_DEMAND' })

    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName }))
    expect(StreamDescription).toMatchObject({
      StreamName,
      StreamARN: 'arn:aws:kinesis:us-east-1:000000000000:stream/audit',
      StreamStatus: 'ACTIVE',
      RetentionPeriodHours: 24,
      HasMoreShards: false,
    })
    expect(StreamDescription!.Shards!.map(shard => shard.HashKeyRange)).toEqual([
      { StartingHashKey: '0', EndingHashKey: '170141183460469231731687303715884105727' },
      {
        StartingHashKey: '170141183460469231731687303715884105728',
        EndingHashKey: '340282366920938463463374607431768211455',
      },
    ])
    expect(await client.send(new DescribeLimitsCommand({}))).toMatchObject({
      OpenShardCount: 6,
      OnDemandStreamCount: 1,
    })

    await expect(client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))).rejects.toThrow(
      ResourceInUseException,
    )
    await client.send(new DeleteStreamCommand({ StreamARN: StreamDescription!.StreamARN! }))
    await waitUntilStreamNotExists({ client, minDelay: 1, maxDelay: 1, maxWaitTime: 5 }, { StreamName })
    await expect(client.send(new DescribeStreamSummaryCommand({ StreamName }))).rejects.toThrow(
      ResourceNotFoundException,
    )
  })

  it('puts and gets records', async () => {
    const client = await clientWithStream(2, {}, options())
    const before = Date.now()
    const one = await client.send(new PutRecordCommand({ StreamName, Data: bytes('one'), PartitionKey: 'key' }))
    const more = await client.send(
      new PutRecordsCommand({
        StreamName,
        Records: [
          { Data: new Uint8Array([0, 255, 128]), PartitionKey: 'key' },
          { Data: new Uint8Array(), PartitionKey: 'key' },
          { Data: bytes('first shard'), PartitionKey: 'key', ExplicitHashKey: '0' },
          {
            Data: bytes('last shard'),
            PartitionKey: 'key',
            ExplicitHashKey: '340282366920938463463374607431768211455',
          },
        ],
      }),
    )
    expect(more.FailedRecordCount).toBe(0)
    expect(more.Records!.map(record => record.ShardId).slice(2)).toEqual([
      'shardId-000000000000',
      'shardId-000000000001',
    ])
    const records = await recordsOf(client, one.ShardId!)
    expect(records.map(record => text(record.Data)).slice(0, 1)).toEqual(['one'])
    expect([...records[1]!.Data!]).toEqual([0, 255, 128])
    expect(records[2]!.Data).toHaveLength(0)
    expect(records[0]).toMatchObject({
      PartitionKey: 'key',
      SequenceNumber: one.SequenceNumber,
      EncryptionType: 'NONE',
    })
    expect(records[0]!.ApproximateArrivalTimestamp!.getTime()).toBeGreaterThanOrEqual(before)
  })

  it('carries the largest request and the largest answer', async () => {
    const client = await clientWithStream(1, {}, options())
    const Records = Array.from({ length: 10 }, (_, i) => ({
      Data: new Uint8Array(1024 * 1024 - 1).fill(i),
      PartitionKey: 'k',
    }))
    await client.send(new PutRecordsCommand({ StreamName, Records }))
    const records = await recordsOf(client, 'shardId-000000000000')
    expect(records.map(({ Data }) => [Data!.length, Data![0], Data!.at(-1)])).toEqual(
      Records.map((_, i) => [1024 * 1024 - 1, i, i]),
    )
  })

  it('changes shards, retention, mode and record size', async () => {
    const client = await clientWithStream(1, {}, options())
    await client.send(
      new SplitShardCommand({
        StreamName,
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: '170141183460469231731687303715884105728',
      }),
    )
    await client.send(
      new MergeShardsCommand({
        StreamName,
        ShardToMerge: 'shardId-000000000002',
        AdjacentShardToMerge: 'shardId-000000000001',
      }),
    )
    const scaled = await client.send(
      new UpdateShardCountCommand({ StreamName, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' }),
    )
    expect(scaled).toMatchObject({ StreamName, CurrentShardCount: 1, TargetShardCount: 2 })
    expect((await shardsOf(client)).map(shard => [shard.ParentShardId, shard.AdjacentParentShardId])).toEqual([
      [undefined, undefined],
      ['shardId-000000000000', undefined],
      ['shardId-000000000000', undefined],
      ['shardId-000000000001', 'shardId-000000000002'],
      ['shardId-000000000003', undefined],
      ['shardId-000000000003', undefined],
    ])
    await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 8760 }))
    await client.send(new DecreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: 48 }))
    const { StreamARN } = (await client.send(new DescribeStreamSummaryCommand({ StreamName })))
      .StreamDescriptionSummary!
    await client.send(new UpdateMaxRecordSizeCommand({ StreamARN: StreamARN!, MaxRecordSizeInKiB: 10_240 }))
    await client.send(
      new UpdateStreamModeCommand({ StreamARN: StreamARN!, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }),
    )
    const summary = await client.send(new DescribeStreamSummaryCommand({ StreamARN: StreamARN! }))
    expect(summary.StreamDescriptionSummary).toMatchObject({
      RetentionPeriodHours: 48,
      OpenShardCount: 2,
      MaxRecordSizeInKiB: 10_240,
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    })
  })

  it('pages through shards and consumers', async () => {
    const client = await clientWithStream(5, {}, options())
    const first = await client.send(new ListShardsCommand({ StreamName, MaxResults: 2 }))
    const second = await client.send(new ListShardsCommand({ NextToken: first.NextToken!, MaxResults: 2 }))
    const third = await client.send(new ListShardsCommand({ NextToken: second.NextToken! }))
    expect(third.NextToken).toBeUndefined()
    expect([first, second, third].map(page => page.Shards!.length)).toEqual([2, 2, 1])
    expect([first, second, third].flatMap(page => page.Shards!.map(({ ShardId }) => ShardId))).toEqual(
      (await shardsOf(client)).map(({ ShardId }) => ShardId),
    )

    const { StreamARN } = (await client.send(new DescribeStreamSummaryCommand({ StreamName })))
      .StreamDescriptionSummary!
    for (const ConsumerName of ['c', 'a', 'b']) {
      await client.send(new RegisterStreamConsumerCommand({ StreamARN: StreamARN!, ConsumerName }))
    }
    const some = await client.send(new ListStreamConsumersCommand({ StreamARN: StreamARN!, MaxResults: 2 }))
    const last = await client.send(
      new ListStreamConsumersCommand({ StreamARN: StreamARN!, NextToken: some.NextToken! }),
    )
    expect([some, last].map(page => page.Consumers!.map(({ ConsumerName }) => ConsumerName))).toEqual([
      ['a', 'b'],
      ['c'],
    ])
  })

  it('registers a consumer, subscribes it to a shard and takes it away', async () => {
    const client = await clientWithStream(1, {}, options())
    const { StreamARN } = (await client.send(new DescribeStreamSummaryCommand({ StreamName })))
      .StreamDescriptionSummary!
    const { Consumer } = await client.send(
      new RegisterStreamConsumerCommand({ StreamARN: StreamARN!, ConsumerName: 'fan-out' }),
    )
    const ConsumerARN = Consumer!.ConsumerARN!
    expect(await client.send(new DescribeStreamConsumerCommand({ ConsumerARN }))).toMatchObject({
      ConsumerDescription: { ConsumerName: 'fan-out', ConsumerStatus: 'ACTIVE', StreamARN },
    })
    await putTexts(client, ['one', 'two'])
    const { EventStream } = await client.send(
      new SubscribeToShardCommand({
        ConsumerARN,
        ShardId: 'shardId-000000000000',
        StartingPosition: { Type: 'TRIM_HORIZON' },
      }),
    )
    const received: string[] = []
    for await (const { SubscribeToShardEvent: event } of EventStream!) {
      received.push(...event!.Records!.map(({ Data }) => text(Data)))
      if (received.length === 2) await putTexts(client, ['three'])
      if (received.length === 3) break
    }
    expect(received).toEqual(['one', 'two', 'three'])
    await client.send(new DeregisterStreamConsumerCommand({ StreamARN: StreamARN!, ConsumerName: 'fan-out' }))
    await expect(client.send(new DescribeStreamConsumerCommand({ ConsumerARN }))).rejects.toThrow(
      ResourceNotFoundException,
    )
  })

  it('is told what was wrong by the exceptions of the API, with a request id', async () => {
    const client = await clientWithStream(1, {}, options())
    const error = await client
      .send(new GetShardIteratorCommand({ StreamName, ShardId: 'shardId-7', ShardIteratorType: 'LATEST' }))
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ResourceNotFoundException)
    expect(error).toMatchObject({
      message: 'the stream audit has no shardId-7',
      $metadata: { httpStatusCode: 400, requestId: expect.stringMatching(/^[\da-f-]{36}$/) },
    })
    await expect(client.send(new GetRecordsCommand({ ShardIterator: 'none' }))).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidArgumentException' }),
    )
  })
})
