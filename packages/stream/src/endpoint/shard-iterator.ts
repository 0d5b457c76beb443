import { AwsError } from './aws-error.ts'
import { type DecodedToken, decodeToken, encodeToken, type Token } from './token.ts'

/** A place in a shard, as it travels to the caller and back. */
export interface ShardIterator extends Token {
  readonly stream: string
  /** When the stream was made: an iterator of a deleted one is not good for a later one of the same name. */
  readonly createdAt: number
  readonly shardId: string
  /** Of the next record to read. */
  readonly position: number
}

export function encodeIterator(iterator: ShardIterator): string {
  return encodeToken(iterator)
}

/** @throws AwsError when it is none, or too old */
export function decodeIterator(text: string, now: number, iteratorMillis: number): ShardIterator {
  const token = decodeToken(text)
  if (!token || !isIterator(token)) throw new AwsError('InvalidArgumentException', 'this is no shard iterator')
  if (now - token.issuedAt > iteratorMillis) {
    throw new AwsError('ExpiredIteratorException', 'the shard iterator is too old: get a new one')
  }
  return token
}

function isIterator(token: DecodedToken): token is DecodedToken & ShardIterator {
  const { stream, shardId, position } = token
  return typeof stream === 'string' && typeof shardId === 'string' && Number.isSafeInteger(position)
}
