import { AwsError } from './aws-error.ts'

/** A place in a shard, as it travels to the caller and back. */
export interface ShardIterator {
  readonly stream: string
  /** When the stream was made: an iterator of a deleted one is not good for a later one of the same name. */
  readonly createdAt: number
  readonly shardId: string
  /** Of the next record to read. */
  readonly position: number
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
}

export function encodeIterator(iterator: ShardIterator): string {
  return Buffer.from(JSON.stringify(iterator)).toString('base64')
}

/** @throws AwsError when it is none, or too old */
export function decodeIterator(text: string, now: number, iteratorMillis: number): ShardIterator {
  const iterator = parse(text)
  if (now - iterator.issuedAt > iteratorMillis) {
    throw new AwsError('ExpiredIteratorException', 'the shard iterator is too old: get a new one')
  }
  return iterator
}

function parse(text: string): ShardIterator {
  try {
    const iterator = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as ShardIterator
    if (typeof iterator.shardId === 'string' && Number.isSafeInteger(iterator.position)) return iterator
  } catch (error) {
    throw new AwsError('InvalidArgumentException', `this is no shard iterator: ${String(error)}`)
  }
  throw new AwsError('InvalidArgumentException', 'this is no shard iterator')
}
