import { equalRanges, type HashKeyRange } from './storage/hash-key.ts'
import { openShards, type ShardEnd, type ShardState, type StreamState, shardIdOf } from './storage/stream-state.ts'

/** What resharding must know from outside of the state. */
export interface Resharding {
  readonly now: number
  readonly endOf: (shard: ShardState) => ShardEnd
}

/**
 * Closes shards and opens children with the ranges given.
 *
 * The children's clock begins after the parents' last record, so that sequence numbers grow along a lineage.
 */
function replaceShards(
  state: StreamState,
  parents: readonly ShardState[],
  ranges: readonly HashKeyRange[],
  { now, endOf }: Resharding,
): StreamState {
  const ends = new Map(parents.map(parent => [parent.shardId, endOf(parent)]))
  const at = Math.max(now, ...[...ends.values()].map(({ newestArrival }) => newestArrival + 1))
  const kept = state.shards.map(shard => {
    const end = ends.get(shard.shardId)?.end
    return end === undefined ? shard : { ...shard, closed: { at, end } }
  })
  const children = ranges.map((range, i): ShardState => {
    const number = state.shards.length + i
    return { shardId: shardIdOf(number), number, range, parents: [...ends.keys()], createdAt: at }
  })
  return { ...state, shards: [...kept, ...children] }
}

/** Splits a shard in two, the second of which begins with a hash key. */
export function split(state: StreamState, shard: ShardState, second: bigint, resharding: Resharding): StreamState {
  const { start, end } = shard.range
  const ranges = [
    { start, end: second - 1n },
    { start: second, end },
  ]
  return replaceShards(state, [shard], ranges, resharding)
}

/** Merges two neighbours. */
export function merge(state: StreamState, low: ShardState, high: ShardState, resharding: Resharding): StreamState {
  return replaceShards(state, [low, high], [{ start: low.range.start, end: high.range.end }], resharding)
}

/**
 * Splits and merges until there are as many shards as wanted, all of the same size.
 *
 * As in Kinesis, shards may be made on the way that are closed at once.
 */
export function scaleUniformly(state: StreamState, count: number, resharding: Resharding): StreamState {
  const ranges = equalRanges(count)
  let next = state
  for (const { start } of ranges) {
    const across = openShards(next).find(({ range }) => range.start < start && start <= range.end)
    if (across) next = split(next, across, start, resharding)
  }
  for (const range of ranges) next = mergeWithin(next, range, resharding)
  return next
}

function mergeWithin(state: StreamState, range: HashKeyRange, resharding: Resharding): StreamState {
  let next = state
  for (;;) {
    const [low, high] = openShards(next).filter(({ range: { start, end } }) => start >= range.start && end <= range.end)
    if (!low || !high) return next
    next = merge(next, low, high, resharding)
  }
}
