import { AwsError } from '../aws-error.ts'
import type { Input } from '../input.ts'
import { nameInArn, type Operation, type Service, streamOf } from '../operation.ts'
import { positionOf, sequenceNumberOf } from '../sequence-number.ts'
import { decodeIterator, encodeIterator, type ShardIterator } from '../shard-iterator.ts'
import type { PositionedRecord } from '../shard-log.ts'
import type { Stream } from '../stream.ts'
import type { ShardState } from '../stream-state.ts'
import { throttleKey } from './put.ts'
import { childShards } from './shards.ts'

/** Limits of https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const MAX_RECORDS = 10_000
export const MAX_READ_BYTES = 10 * 1024 * 1024

export const getShardIterator: Operation = (input, service) => {
  const stream = streamOf(input, service)
  const shard = stream.shard(input.text('ShardId', 128))
  const type = input.text('ShardIteratorType')
  const position = startingPosition(stream, shard, type, input, 'StartingSequenceNumber')
  return { ShardIterator: encodeIterator({ ...placeIn(stream, shard), position, issuedAt: service.now() }) }
}

/** Where to begin to read, as GetShardIterator and SubscribeToShard are told it. */
export function startingPosition(
  stream: Stream,
  shard: ShardState,
  type: string,
  input: Input,
  sequenceNumberMember: string,
): number {
  switch (type) {
    case 'TRIM_HORIZON':
      return stream.horizon(shard.shardId)
    case 'LATEST':
      return stream.log(shard.shardId).end
    case 'AT_SEQUENCE_NUMBER':
      return positionOf(input.text(sequenceNumberMember), shard.number)
    case 'AFTER_SEQUENCE_NUMBER':
      return positionOf(input.text(sequenceNumberMember), shard.number) + 1
    case 'AT_TIMESTAMP':
      return Math.max(stream.horizon(shard.shardId), stream.log(shard.shardId).positionAt(input.time('Timestamp')))
    default:
      throw new AwsError('ValidationException', `${type} is no ShardIteratorType`)
  }
}

export const getRecords: Operation = async (input, service) => {
  const iterator = decodeIterator(input.text('ShardIterator', 8192), service.now(), service.iteratorMillis)
  const limit = input.optionalInteger('Limit', 1, MAX_RECORDS, MAX_RECORDS)
  const stream = streamOfIterator(iterator, input, service)
  const shard = stream.shard(iterator.shardId)
  service.throttle.countRead(throttleKey(stream, shard))
  const records = await stream.read(shard.shardId, iterator.position, limit, MAX_READ_BYTES)
  service.throttle.countBytesOut(
    throttleKey(stream, shard),
    records.reduce((sum, { data }) => sum + data.length, 0),
  )
  const next = nextPosition(stream, shard, iterator.position, records)
  const isEnd = shard.closed !== undefined && next >= shard.closed.end
  return {
    Records: records.map(record => describedRecord(record, shard)),
    MillisBehindLatest: millisBehind(stream, shard, next, service.now()),
    ...(isEnd
      ? { ChildShards: childShards(stream, shard.shardId) }
      : { NextShardIterator: encodeIterator({ ...placeIn(stream, shard), position: next, issuedAt: service.now() }) }),
  }
}

/** The position after what was read; what the retention took away is passed over. */
export function nextPosition(
  stream: Stream,
  shard: ShardState,
  from: number,
  records: readonly PositionedRecord[],
): number {
  const last = records.at(-1)
  return last ? last.position + 1 : Math.max(from, stream.horizon(shard.shardId))
}

/** How old the next record is; 0 at the end of the shard. */
export function millisBehind(stream: Stream, shard: ShardState, position: number, now: number): number {
  const log = stream.log(shard.shardId)
  return position >= log.end ? 0 : Math.max(0, Math.floor(now - log.arrivalOf(position)))
}

export function describedRecord({ position, arrivalTime, partitionKey, data }: PositionedRecord, shard: ShardState) {
  return {
    SequenceNumber: sequenceNumberOf(arrivalTime, position, shard.number),
    ApproximateArrivalTimestamp: arrivalTime / 1000,
    Data: Buffer.from(data.buffer, data.byteOffset, data.length).toString('base64'),
    PartitionKey: partitionKey,
    EncryptionType: 'NONE',
  }
}

function placeIn(
  { state: { name, createdAt } }: Stream,
  { shardId }: ShardState,
): Pick<ShardIterator, 'stream' | 'createdAt' | 'shardId'> {
  return { stream: name, createdAt, shardId }
}

function streamOfIterator(iterator: ShardIterator, input: Input, { streams }: Service): Stream {
  const arn = input.optionalText('StreamARN')
  const stream = streams.get(iterator.stream)
  const isOther = arn !== undefined && nameInArn(arn) !== iterator.stream
  if (isOther || stream.state.createdAt !== iterator.createdAt) {
    throw new AwsError('ResourceNotFoundException', `the stream of this shard iterator is gone: ${iterator.stream}`)
  }
  return stream
}
