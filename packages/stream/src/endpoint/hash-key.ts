import { createHash } from 'node:crypto'
import { AwsError } from './aws-error.ts'

/** Hash keys from the first to the last, both included. */
export interface HashKeyRange {
  readonly start: bigint
  readonly end: bigint
}

const HIGHEST = 2n ** 128n - 1n

/** The hash key of a partition key: its MD5, as the API reference of PutRecord says. */
export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey, 'utf8').digest('hex')}`)
}

/** Reads a hash key that a caller gave. */
export function parseHashKey(text: string): bigint {
  if (!/^(0|[1-9]\d{0,38})$/.test(text) || BigInt(text) > HIGHEST) {
    throw new AwsError('InvalidArgumentException', `${text} is no hash key: it must be a number below 2^128`)
  }
  return BigInt(text)
}

/** All hash keys in ranges of the same size. */
export function equalRanges(count: number): HashKeyRange[] {
  const size = (HIGHEST + 1n) / BigInt(count)
  return Array.from({ length: count }, (_, i) => ({
    start: BigInt(i) * size,
    end: i === count - 1 ? HIGHEST : BigInt(i + 1) * size - 1n,
  }))
}

export function isIn(range: HashKeyRange, hashKey: bigint): boolean {
  return hashKey >= range.start && hashKey <= range.end
}
