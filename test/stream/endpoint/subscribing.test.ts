import {
  DeregisterStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  RegisterStreamConsumerCommand,
  type StartingPosition,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis'
import { describe, expect, it } from 'vitest'
import { clientWithStream } from './running.ts'
import { putTexts, text } from './stream-content.ts'

const StreamName = 'audit'
const ShardId = 'shardId-000000000000'
const named = (name: string) => expect.objectContaining({ name })

async function register(client: KinesisClient): Promise<string> {
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }))
  const consumer = { StreamARN: StreamDescriptionSummary!.StreamARN!, ConsumerName: 'fan-out' }
  return (await client.send(new RegisterStreamConsumerCommand(consumer))).Consumer!.ConsumerARN!
}

async function* subscribe(
  client: KinesisClient,
  ConsumerARN: string,
  position: StartingPosition,
): AsyncIterable<SubscribeToShardEvent> {
  const subscription = { ConsumerARN, ShardId, StartingPosition: position }
  const { EventStream } = await client.send(new SubscribeToShardCommand(subscription))
  for await (const { SubscribeToShardEvent: event } of EventStream!) yield event!
}

const textsIn = (events: readonly SubscribeToShardEvent[]) =>
  events.flatMap(({ Records }) => Records!.map(({ Data }) => text(Data)))

describe('a subscription', () => {
  it('pushes what comes, and ends with the shard and its children', async () => {
    const client = await clientWithStream(1)
    const consumer = await register(client)
    const events: SubscribeToShardEvent[] = []
    await putTexts(client, ['before'])
    for await (const event of subscribe(client, consumer, { Type: 'TRIM_HORIZON' })) {
      events.push(event)
      if (events.length === 1) await putTexts(client, ['after'])
      if (events.length === 2) {
        const scaling = { StreamName, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' } as const
        await client.send(new UpdateShardCountCommand(scaling))
      }
    }
    expect(textsIn(events)).toEqual(['before', 'after'])
    expect(events.at(-1)!.ChildShards!.map(child => child.ShardId)).toEqual([
      'shardId-000000000001',
      'shardId-000000000002',
    ])
  })

  it('is continued from the number it gave, with no record lost or repeated, also when there was none', async () => {
    const client = await clientWithStream(1)
    const consumer = await register(client)
    const seen: string[] = []
    let position: StartingPosition = { Type: 'LATEST' }
    for (const texts of [[], ['a', 'b'], [], ['c']]) {
      if (texts.length > 0) await putTexts(client, texts)
      for await (const event of subscribe(client, consumer, position)) {
        seen.push(...textsIn([event]))
        position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: event.ContinuationSequenceNumber! }
        break
      }
    }
    expect(seen).toEqual(['a', 'b', 'c'])
  })

  it('is taken over by a later one of the same consumer, but not in its first five seconds', async () => {
    let now = Date.UTC(2026, 10, 22)
    const client = await clientWithStream(1, { limits: 'real', now: () => now })
    const consumer = await register(client)
    const first = subscribe(client, consumer, { Type: 'LATEST' })[Symbol.asyncIterator]()
    await first.next()
    const second = () => subscribe(client, consumer, { Type: 'LATEST' })[Symbol.asyncIterator]().next()
    now += 4999
    await expect(second()).rejects.toThrow(named('ResourceInUseException'))
    now += 1
    await second()
    await expect(first.next()).rejects.toThrow(named('ResourceInUseException'))
  })

  it('ends when its consumer is gone', async () => {
    const client = await clientWithStream(1)
    const consumer = await register(client)
    const events = subscribe(client, consumer, { Type: 'LATEST' })[Symbol.asyncIterator]()
    await events.next()
    await client.send(new DeregisterStreamConsumerCommand({ ConsumerARN: consumer }))
    await expect(events.next()).rejects.toThrow(named('ResourceNotFoundException'))
  })

  it('does not begin for a request that is not right', async () => {
    const client = await clientWithStream(1)
    const consumer = await register(client)
    const begin = (arn: string, position: StartingPosition) =>
      subscribe(client, arn, position)[Symbol.asyncIterator]().next()
    await expect(begin(`${consumer}0`, { Type: 'LATEST' })).rejects.toThrow(named('ResourceNotFoundException'))
    await expect(begin(consumer, { Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: '1' })).rejects.toThrow(
      named('InvalidArgumentException'),
    )
    await expect(begin(consumer, { Type: 'AT_TIMESTAMP' })).rejects.toThrow(named('ValidationException'))
  })
})
