import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'
import { type Operation, type Service, streamOf } from '../operation.ts'
import { sequenceNumberOf } from '../sequence-number.ts'
import { hashKeyOf } from '../storage/hash-key.ts'
import type { HashedRecord, Kept, Stream } from '../storage/stream.ts'
import { rateExceeded } from '../throttle.ts'
import { endDryRun } from './dry-run.ts'
import { hashKeyIn } from './hash-key.ts'

/** Limits of https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MAX_RECORDS = 500
const MAX_REQUEST_BYTES = 10 * 1024 * 1024
const MAX_PARTITION_KEY = 256

export const putRecord: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const record = recordOf(input, stream)
  endDryRun(input)
  if (!takes(service, stream, record)) throw rateExceeded(stream, stream.shardFor(record.hashKey))
  const [kept] = await stream.append([record])
  if ('error' in kept!) throw kept.error
  return { ...placeOf(kept!), EncryptionType: 'NONE' }
}

/** A record that is beyond a shard's capacity fails alone: the answer says which did. */
export const putRecords: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const records = input.list('Records', MAX_RECORDS).map(entry => recordOf(entry, stream))
  if (records.reduce((sum, record) => sum + sizeOf(record), 0) > MAX_REQUEST_BYTES) {
    throw new AwsError('InvalidArgumentException', `the records of a request may have ${MAX_REQUEST_BYTES} bytes`)
  }
  endDryRun(input)
  const refusals = records.map(record => (takes(service, stream, record) ? null : refusal(stream, record)))
  const kept = (await stream.append(records.filter((_, i) => refusals[i] === null))).values()
  const entries = refusals.map(refused => refused ?? described(kept.next().value!))
  return {
    Records: entries,
    FailedRecordCount: entries.filter(entry => 'ErrorCode' in entry).length,
    EncryptionType: 'NONE',
  }
}

function takes({ limits }: Service, stream: Stream, record: HashedRecord): boolean {
  return limits === null || limits.throttle.takes(stream, stream.shardFor(record.hashKey), sizeOf(record))
}

function refusal(stream: Stream, { hashKey }: HashedRecord) {
  const { name, message } = rateExceeded(stream, stream.shardFor(hashKey))
  return { ErrorCode: name, ErrorMessage: message }
}

function recordOf(input: Input, { state }: Stream): HashedRecord {
  const partitionKey = input.text('PartitionKey', MAX_PARTITION_KEY)
  const hashKey = input.has('ExplicitHashKey') ? hashKeyIn(input, 'ExplicitHashKey') : hashKeyOf(partitionKey)
  const record = { partitionKey, hashKey, data: input.bytes('Data') }
  if (sizeOf(record) > state.maxRecordKiB * 1024) {
    throw new AwsError('ValidationException', `a record may have ${state.maxRecordKiB} KiB, with its partition key`)
  }
  return record
}

function sizeOf({ data, partitionKey }: HashedRecord): number {
  return data.length + Buffer.byteLength(partitionKey)
}

function described(kept: Kept) {
  return 'error' in kept ? { ErrorCode: 'InternalFailure', ErrorMessage: String(kept.error) } : placeOf(kept)
}

function placeOf({ position, arrivalTime, shard }: Exclude<Kept, { error: unknown }>) {
  return { ShardId: shard.shardId, SequenceNumber: sequenceNumberOf(arrivalTime, position, shard.number) }
}
