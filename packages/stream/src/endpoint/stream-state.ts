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
  /** Set when it was split or merged: no record comes to it any more. */
  readonly closed?: { readonly at: number; readonly end: number }
}

/** What is known of a stream besides its records. */
export interface StreamState {
  readonly name: string
  readonly createdAt: number
  readonly retentionHours: number
  readonly mode: 'PROVISIONED' | 'ON_DEMAND'
  readonly shards: readonly ShardState[]
  readonly consumers: readonly { readonly name: string; readonly createdAt: number }[]
}

export const DEFAULT_RETENTION_HOURS = 24

export function shardIdOf(number: number): string {
  return `shardId-${String(number).padStart(12, '0')}`
}

/** JSON has no numbers of 128 bits: hash keys are texts in it. */
export function stateToJson(state: StreamState): string {
  return JSON.stringify(state, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value), 2)
}

export function stateFromJson(text: string): StreamState {
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ) as StreamState
}
