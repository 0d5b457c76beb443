/** How far a shard was processed: the last record whose effects are done with, or the end of a closed shard. */
export type Checkpoint = { readonly sequenceNumber: string } | 'SHARD_END'

/** Where a poller keeps how far it came, so that another process can go on. */
export interface Checkpoints {
  /** Null for a shard that was never read. */
  get(shardId: string): Promise<Checkpoint | null>
  /** Returns when the checkpoint survives the death of the process. */
  set(shardId: string, checkpoint: Checkpoint): Promise<void>
}
