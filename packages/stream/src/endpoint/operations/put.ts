import { AwsError } from '../aws-error.ts'
import { hashKeyOf, parseHashKey } from '../hash-key.ts'
import type { Input } from '../input.ts'
import { type Operation, type Service, streamOf } from '../operation.ts'
import { sequenceNumberOf } from '../sequence-number.ts'
import type { Placed } from '../shard-log.ts'
import type { HashedRecord, Stream } from '../stream.ts'
import type { ShardState } from '../stream-state.ts'
import { rateExceeded } from '../throttle.ts'

/** Limits of https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
const MAX_RECORDS = 500
const MAX_RECORD_BYTES = 1024 * 1024
const MAX_REQUEST_BYTES = 5 * 1024 * 1024

export const putRecord: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const record = recordOf(input)
  const shard = stream.shardFor(record.hashKey)
  if (!service.throttle.takes(throttleKey(stream, shard), sizeOf(record))) {
    throw new AwsError('ProvisionedThroughputExceededException', rateExceeded(shard.shardId))
  }
  const [placed] = await stream.append([record])
  return described(placed!)
}

/** A record that is beyond a shard's limits fails alone: the answer says which did. */
export const putRecords: Operation = async (input, service) => {
  const stream = streamOf(input, service)
  const records = input.list('Records', MAX_RECORDS).map(recordOf)
  if (records.reduce((sum, record) => sum + sizeOf(record), 0) > MAX_REQUEST_BYTES) {
    throw new AwsError(
      'InvalidArgumentException',
      `the records of a request may have ${MAX_REQUEST_BYTES} bytes together`,
    )
  }
  const isTaken = records.map(record => takes(service, stream, record))
  const placed = (await stream.append(records.filter((_, i) => isTaken[i]))).values()
  const entries = records.map((record, i) =>
    isTaken[i]
      ? described(placed.next().value!)
      : {
          ErrorCode: 'ProvisionedThroughputExceededException',
          ErrorMessage: rateExceeded(stream.shardFor(record.hashKey).shardId),
        },
  )
  return { Records: entries, FailedRecordCount: isTaken.filter(taken => !taken).length, EncryptionType: 'NONE' }
}

function takes({ throttle }: Service, stream: Stream, record: HashedRecord): boolean {
  return throttle.takes(throttleKey(stream, stream.shardFor(record.hashKey)), sizeOf(record))
}

export function throttleKey(stream: Stream, { shardId }: Pick<ShardState, 'shardId'>): string {
  return `${stream.state.name}/${shardId}`
}

function recordOf(input: Input): HashedRecord {
  const partitionKey = input.text('PartitionKey', 256)
  const data = input.bytes('Data')
  if (data.length + Buffer.byteLength(partitionKey) > MAX_RECORD_BYTES) {
    throw new AwsError('ValidationException', `a record may have ${MAX_RECORD_BYTES} bytes, with its partition key`)
  }
  const explicit = input.optionalText('ExplicitHashKey')
  return { partitionKey, data, hashKey: explicit === undefined ? hashKeyOf(partitionKey) : parseHashKey(explicit) }
}

function sizeOf({ data, partitionKey }: HashedRecord): number {
  return data.length + Buffer.byteLength(partitionKey)
}

function described({ position, arrivalTime, shard }: Placed & { readonly shard: ShardState }) {
  return { ShardId: shard.shardId, SequenceNumber: sequenceNumberOf(arrivalTime, position, shard.number) }
}
