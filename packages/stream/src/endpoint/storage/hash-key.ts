import { createHash } from 'node:crypto'

/** Hash keys from the first to the last, both included. */
export interface HashKeyRange {
  readonly start: bigint
  readonly end: bigint
}

export const HIGHEST_HASH_KEY = 2n ** 128n - 1n

/** The hash key of a partition key: its MD5, as the API reference of PutRecord says. */
export function hashKeyOf(partitionKey: string): bigint {
  return BigInt(`0x${createHash('md5').update(partitionKey, 'utf8').digest('hex')}`)
}

/** All hash keys in ranges of the same size. */
export function equalRanges(count: number): HashKeyRange[] {
  const size = (HIGHEST_HASH_KEY + 1n) / BigInt(count)
  return Array.from({ length: count }, (_, i) => ({
    start: BigInt(i) * size,
    end: i === count - 1 ? HIGHEST_HASH_KEY : BigInt(i + 1) * size - 1n,
  }))
}
