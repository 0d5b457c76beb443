import { sequenceNumberOf } from '../sequence-number.ts'
import type { HashKeyRange } from '../storage/hash-key.ts'
import type { Stream } from '../storage/stream.ts'
import type { ShardState } from '../storage/stream-state.ts'

/** A shard as the API describes it. */
export function shardDescription(shard: ShardState) {
  const { shardId, number, range, parents, createdAt, closed } = shard
  const [parent, adjacent] = parents
  return {
    ShardId: shardId,
    HashKeyRange: describedRange(range),
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceNumberOf(createdAt, -1, number),
      ...(closed && { EndingSequenceNumber: sequenceNumberOf(closed.at, closed.end, number) }),
    },
    ...(parent !== undefined && { ParentShardId: parent }),
    ...(adjacent !== undefined && { AdjacentParentShardId: adjacent }),
  }
}

/** The children of a shard, as GetRecords and SubscribeToShard tell of them at its end. */
export function childShards({ state }: Stream, { shardId }: ShardState) {
  return state.shards
    .filter(({ parents }) => parents.includes(shardId))
    .map(child => ({ ShardId: child.shardId, ParentShards: child.parents, HashKeyRange: describedRange(child.range) }))
}

function describedRange({ start, end }: HashKeyRange) {
  return { StartingHashKey: String(start), EndingHashKey: String(end) }
}
