import { AwsError } from './aws-error.ts'

const DIGITS = /^49(\d{14})(\d{20})(\d{20})$/

/**
 * The sequence number of a record: 56 decimal digits, as Kinesis has them, that grow with every record of a shard and
 * from a parent shard to its children.
 *
 * @param arrivalTime in milliseconds, never less than that of the record before
 * @param position of the record in its shard, from 0
 * @param shard its number
 */
export function sequenceNumberOf(arrivalTime: number, position: number, shard: number): string {
  return `49${digits(arrivalTime, 14)}${digits(position, 20)}${digits(shard, 20)}`
}

/**
 * The position in its shard of the record that has this sequence number.
 *
 * @throws AwsError when it is none of the shard's
 */
export function positionOf(sequenceNumber: string, shard: number): number {
  const [, , position, ofShard] = DIGITS.exec(sequenceNumber) ?? []
  if (position === undefined || Number(ofShard) !== shard) {
    throw new AwsError('InvalidArgumentException', `the sequence number ${sequenceNumber} is none of this shard`)
  }
  return Number(position)
}

function digits(number: number, length: number): string {
  return String(Math.floor(number)).padStart(length, '0')
}
