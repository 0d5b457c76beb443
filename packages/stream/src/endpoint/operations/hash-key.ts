import type { Input } from '@temporal-audit-lake/http'
import { AwsError } from '../aws-error.ts'
import { HIGHEST_HASH_KEY } from '../storage/hash-key.ts'

/** A hash key, which the protocol has in decimal digits. */
export function hashKeyIn(input: Input, name: string): bigint {
  const text = input.text(name)
  if (!/^(0|[1-9]\d{0,38})$/.test(text) || BigInt(text) > HIGHEST_HASH_KEY) {
    throw new AwsError('InvalidArgumentException', `${name} must be a whole number below 2^128`)
  }
  return BigInt(text)
}
