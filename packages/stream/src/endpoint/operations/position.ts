import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'
import { positionOf, sequenceNumberOf } from '../sequence-number.ts'
import type { PositionedRecord } from '../storage/shard-log.ts'
import type { Stream } from '../storage/stream.ts'
import type { ShardState } from '../storage/stream-state.ts'

const TYPES = ['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER', 'TRIM_HORIZON', 'LATEST', 'AT_TIMESTAMP'] as const

/**
 * Position of the first record to read, as a request says it with a type and, where that needs one, a sequence number
 * or a time.
 *
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html
 */
export function startingPosition(
  stream: Stream,
  { shardId, number }: ShardState,
  input: Input,
  members: { readonly type: string; readonly sequenceNumber: string },
  now: number,
): number {
  const log = stream.log(shardId)
  const given = () => positionOf(input.text(members.sequenceNumber), number, log.end)
  switch (input.word(members.type, TYPES)) {
    case 'TRIM_HORIZON':
      return stream.horizon(shardId)
    case 'LATEST':
      return log.end
    case 'AT_SEQUENCE_NUMBER':
      return Math.max(0, given())
    case 'AFTER_SEQUENCE_NUMBER':
      return Math.min(log.end, given() + 1)
    case 'AT_TIMESTAMP':
      return Math.max(stream.horizon(shardId), log.positionAt(pastTime(input, now)))
  }
}

function pastTime(input: Input, now: number): number {
  const time = input.time('Timestamp')
  if (time > now) throw new AwsError('InvalidArgumentException', 'Timestamp must not be in the future')
  return time
}

/** What was read of a shard, and where that leaves its reader. */
export interface ShardPart {
  readonly records: readonly PositionedRecord[]
  /** Position to go on from. */
  readonly next: number
  /** Whether the shard is closed and nothing follows. */
  readonly isEnd: boolean
  /** How old the record to be read next is; 0 when there is none. */
  readonly millisBehind: number
}

/** Reads on from a position; what the retention took away is passed over. */
export async function readPart(
  stream: Stream,
  { shardId }: ShardState,
  position: number,
  limits: { readonly records: number; readonly bytes: number },
  now: () => number,
): Promise<ShardPart> {
  const records = await stream.read(shardId, position, limits.records, limits.bytes)
  const { closed } = stream.shard(shardId) // it may have been closed in the meantime
  const log = stream.log(shardId)
  const next = records.length > 0 ? records.at(-1)!.position + 1 : Math.max(position, stream.horizon(shardId))
  return {
    records,
    next,
    isEnd: closed !== undefined && next >= closed.end,
    millisBehind: next >= log.end ? 0 : Math.max(0, Math.floor(now() - log.arrivalOf(next))),
  }
}

/** A record as the API describes it. */
export function describedRecord({ position, arrivalTime, partitionKey, data }: PositionedRecord, shard: ShardState) {
  return {
    SequenceNumber: sequenceNumberOf(arrivalTime, position, shard.number),
    ApproximateArrivalTimestamp: arrivalTime / 1000,
    Data: Buffer.from(data.buffer, data.byteOffset, data.length).toString('base64'),
    PartitionKey: partitionKey,
    EncryptionType: 'NONE',
  }
}
