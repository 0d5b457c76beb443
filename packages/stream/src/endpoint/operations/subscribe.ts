import { setTimeout as pause } from 'node:timers/promises'
import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'
import { eventMessage, exceptionMessage } from '../event-stream.ts'
import type { Service } from '../operation.ts'
import { sequenceNumberOf } from '../sequence-number.ts'
import type { Stream } from '../storage/stream.ts'
import type { ShardState } from '../storage/stream-state.ts'
import { consumerArn, consumerOf } from './consumers.ts'
import { endDryRun } from './dry-run.ts'
import { describedRecord, readPart, type ShardPart, startingPosition } from './position.ts'
import { childShards } from './shard-description.ts'

/** A subscription ends by itself: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html */
const SUBSCRIPTION_MS = 5 * 60_000
/** Of one event: a second's worth of what a shard gives to a consumer. */
const EVENT_LIMITS = { records: 2000, bytes: 2 * 1024 * 1024 }
const POLL_MS = 100
const HEARTBEAT_MS = 5000

/**
 * Subscribes a consumer to a shard.
 *
 * @param signal aborts when nobody listens any more
 * @returns the messages, until five minutes have passed, the shard ends, or another subscription takes over
 * @throws AwsError when the request is not right
 */
export function subscribeToShard(input: Input, service: Service, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const { stream, consumer } = consumerOf(input, service)
  const shard = stream.shard(input.name('ShardId'))
  const members = { type: 'Type', sequenceNumber: 'SequenceNumber' }
  const position = startingPosition(stream, shard, input.object('StartingPosition'), members, service.now())
  endDryRun(input)
  const ending = service.subscriptions.begin(consumerArn(stream, consumer), shard.shardId)
  return messages(stream, shard, position, service.now, { signal, ending })
}

interface Ends {
  /** Nobody listens any more. */
  readonly signal: AbortSignal
  /** The listener is to be told why. */
  readonly ending: AbortSignal
}

async function* messages(
  stream: Stream,
  shard: ShardState,
  from: number,
  now: () => number,
  { signal, ending }: Ends,
): AsyncIterable<Uint8Array> {
  yield eventMessage('initial-response', {})
  try {
    yield* events(stream, shard, from, now, AbortSignal.any([signal, ending]))
    ending.throwIfAborted()
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    yield exceptionMessage(error.name, { message: error.message })
  }
}

async function* events(
  stream: Stream,
  shard: ShardState,
  from: number,
  now: () => number,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const endsAt = Date.now() + SUBSCRIPTION_MS
  let position = from
  let saidAt = 0
  while (!signal.aborted && Date.now() < endsAt) {
    const part = await readPart(stream, shard, position, EVENT_LIMITS, now)
    position = part.next
    if (part.records.length > 0 || part.isEnd || Date.now() - saidAt >= HEARTBEAT_MS) {
      saidAt = Date.now()
      yield eventMessage('SubscribeToShardEvent', described(part, stream, shard))
    }
    if (part.isEnd) return
    if (part.records.length === 0) await pause(POLL_MS, undefined, { signal }).catch(() => undefined) // aborted
  }
}

function described({ records, next, isEnd, millisBehind }: ShardPart, stream: Stream, shard: ShardState) {
  const arrivedAt = records.at(-1)?.arrivalTime ?? shard.createdAt
  return {
    Records: records.map(record => describedRecord(record, shard)),
    ContinuationSequenceNumber: sequenceNumberOf(arrivedAt, next - 1, shard.number),
    MillisBehindLatest: millisBehind,
    ...(isEnd && { ChildShards: childShards(stream, shard) }),
  }
}
