/** A shard as ListShards has it, as far as the order of reading depends on it. */
export interface ShardLineage {
  readonly shardId: string
  /** The shards it was split or merged from. */
  readonly parents: readonly string[]
}

/**
 * The shards that may be read now: those whose parents were read to their end, so that the records of one partition key
 * stay in order through resharding.
 *
 * A parent that is not listed any more has no records left: all of them are past the stream's retention.
 *
 * @param ended the shards that were read to their end
 */
export function readableShards(shards: readonly ShardLineage[], ended: ReadonlySet<string>): ShardLineage[] {
  const listed = new Set(shards.map(shard => shard.shardId))
  const isOpen = (shardId: string) => listed.has(shardId) && !ended.has(shardId)
  return shards.filter(shard => !ended.has(shard.shardId) && !shard.parents.some(isOpen))
}
