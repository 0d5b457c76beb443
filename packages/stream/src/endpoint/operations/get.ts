import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'
import { nameInArn, type Operation, type Service, streamOf } from '../operation.ts'
import { decodeIterator, encodeIterator, type ShardIterator } from '../shard-iterator.ts'
import type { Stream } from '../storage/stream.ts'
import type { ShardState } from '../storage/stream-state.ts'
import { endDryRun } from './dry-run.ts'
import { describedRecord, readPart, startingPosition } from './position.ts'
import { childShards } from './shard-description.ts'

/** Limits of https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetRecords.html */
const MAX_RECORDS = 10_000
const MAX_BYTES = 10 * 1024 * 1024

export const getShardIterator: Operation = (input, service) => {
  const stream = streamOf(input, service)
  const shard = stream.shard(input.name('ShardId'))
  const members = { type: 'ShardIteratorType', sequenceNumber: 'StartingSequenceNumber' }
  const position = startingPosition(stream, shard, input, members, service.now())
  endDryRun(input)
  return { ShardIterator: iteratorAt(position, stream, shard, service) }
}

export const getRecords: Operation = async (input, service) => {
  const iterator = decodeIterator(input.text('ShardIterator', 512), service.now(), service.iteratorMillis)
  const stream = streamOfIterator(iterator, input, service)
  const shard = stream.shard(iterator.shardId)
  const limits = { records: recordLimit(input), bytes: MAX_BYTES }
  endDryRun(input)
  service.limits?.throttle.countRead(stream, shard)
  const { records, next, isEnd, millisBehind } = await readPart(stream, shard, iterator.position, limits, service.now)
  const bytes = records.reduce((sum, { data }) => sum + data.length, 0)
  service.limits?.throttle.countBytesOut(stream, shard, bytes)
  return {
    Records: records.map(record => describedRecord(record, shard)),
    MillisBehindLatest: millisBehind,
    ...(isEnd
      ? { ChildShards: childShards(stream, shard) }
      : { NextShardIterator: iteratorAt(next, stream, shard, service) }),
  }
}

function recordLimit(input: Input): number {
  const limit = input.optionalInteger('Limit', 1, Number.MAX_SAFE_INTEGER, MAX_RECORDS)
  if (limit > MAX_RECORDS) throw new AwsError('InvalidArgumentException', `Limit may be ${MAX_RECORDS} at the most`)
  return limit
}

function iteratorAt(position: number, { state }: Stream, { shardId }: ShardState, { now }: Service): string {
  return encodeIterator({ stream: state.name, createdAt: state.createdAt, shardId, position, issuedAt: now() })
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
