import { setTimeout as pause } from 'node:timers/promises'
import { eventMessage } from '../event-stream.ts'
import type { Input } from '../input.ts'
import type { Service } from '../operation.ts'
import { sequenceNumberOf } from '../sequence-number.ts'
import { consumerOf } from './consumers.ts'
import { describedRecord, MAX_READ_BYTES, millisBehind, nextPosition, startingPosition } from './get.ts'
import { childShards } from './shards.ts'

/** A subscription ends by itself: https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SubscribeToShard.html */
const SUBSCRIPTION_MS = 5 * 60_000
const MAX_EVENT_RECORDS = 1000
const POLL_MS = 200
const HEARTBEAT_MS = 5000

/** The messages of SubscribeToShard, until five minutes have passed, the shard ends or the caller goes. */
export async function* subscribeToShard(
  input: Input,
  service: Service,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  const { stream } = consumerOf(input, service)
  const shardId = input.text('ShardId', 128)
  const start = input.object('StartingPosition')
  let position = startingPosition(stream, stream.shard(shardId), start.text('Type'), start, 'SequenceNumber')
  yield eventMessage('initial-response', {})

  const endsAt = Date.now() + SUBSCRIPTION_MS
  let saidAt = 0
  while (!signal.aborted && Date.now() < endsAt) {
    const shard = stream.shard(shardId)
    const records = await stream.read(shardId, position, MAX_EVENT_RECORDS, MAX_READ_BYTES)
    position = nextPosition(stream, shard, position, records)
    const isEnd = shard.closed !== undefined && position >= shard.closed.end
    if (records.length > 0 || isEnd || Date.now() - saidAt >= HEARTBEAT_MS) {
      saidAt = Date.now()
      const last = records.at(-1)
      yield eventMessage('SubscribeToShardEvent', {
        Records: records.map(record => describedRecord(record, shard)),
        ContinuationSequenceNumber: last
          ? sequenceNumberOf(last.arrivalTime, last.position, shard.number)
          : sequenceNumberOf(shard.createdAt, Math.max(0, position - 1), shard.number),
        MillisBehindLatest: millisBehind(stream, shard, position, service.now()),
        ...(isEnd && { ChildShards: childShards(stream, shardId) }),
      })
    }
    if (isEnd) return
    if (records.length === 0) await pause(POLL_MS, undefined, { signal }).catch(() => undefined)
  }
}
