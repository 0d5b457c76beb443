import type { HashKeyRange } from './hash-key.ts'

/** What is known of a shard besides its records. */
export interface ShardState {
  /** `shardId-000000000000`, `shardId-000000000001`, ... */
  readonly shardId: string
  readonly number: number
  readonly range: HashKeyRange
  readonly parents: readonly string[]
  /** When it was made, in milliseconds. */
  readonly createdAt: number
  /** Set when it was split or merged: no record comes to it any more, `end` is the position after its last one. */
  readonly closed?: { readonly at: number; readonly end: number }
}

/** How far a shard came: the position after its last record, and when that arrived, or when the shard was made. */
export interface ShardEnd {
  readonly end: number
  readonly newestArrival: number
}

/** Somebody who may subscribe to the shards. */
export interface ConsumerState {
  readonly name: string
  readonly createdAt: number
}

export type StreamMode = 'PROVISIONED' | 'ON_DEMAND'

/** What is known of a stream besides its records. */
export interface StreamState {
  readonly name: string
  readonly createdAt: number
  readonly mode: StreamMode
  readonly retentionHours: number
  /** Records from before are gone, also when the retention grew since. */
  readonly keptFrom: number
  readonly maxRecordKiB: number
  /** In the order in which they were made. */
  readonly shards: readonly ShardState[]
  readonly consumers: readonly ConsumerState[]
  /** When UpdateShardCount was done in the last 24 hours. */
  readonly scaledAt: readonly number[]
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html */
export const DEFAULT_RETENTION_HOURS = 24
export const DEFAULT_RECORD_KIB = 1024

export function shardIdOf(number: number): string {
  return `shardId-${String(number).padStart(12, '0')}`
}

/** The shards that take records, in the order of their hash keys. */
export function openShards({ shards }: StreamState): ShardState[] {
  return shards.filter(({ closed }) => !closed).sort((a, b) => (a.range.start < b.range.start ? -1 : 1))
}
