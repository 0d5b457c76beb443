import { AwsError } from './aws-error.ts'

const DIGITS = /^49(\d{14})(\d{20})(\d{20})$/

/**
 * The sequence number of a record: 56 decimal digits, as Kinesis has them, that grow with every record of a shard and
 * from a parent shard to its children.
 *
 * @param arrivalTime in milliseconds, never less than that of the record before
 * @param position of the record in its shard, from 0; -1 for where the shard begins, before its first record
 * @param shard its number
 */
export function sequenceNumberOf(arrivalTime: number, position: number, shard: number): string {
  return `49${digits(arrivalTime, 14)}${digits(position + 1, 20)}${digits(shard, 20)}`
}

/**
 * The position in its shard of the record that has this sequence number; -1 for the one that the shard begins with.
 *
 * @param end position after the shard's last record
 * @throws AwsError when it is none of the shard's
 */
export function positionOf(sequenceNumber: string, shard: number, end: number): number {
  const [, , number, ofShard] = DIGITS.exec(sequenceNumber) ?? []
  const position = Number(number) - 1
  if (Number(ofShard) !== shard || !(position <= end)) {
    throw new AwsError('InvalidArgumentException', `the sequence number ${sequenceNumber} is none of this shard`)
  }
  return position
}

function digits(number: number, length: number): string {
  return String(Math.floor(number)).padStart(length, '0')
}
