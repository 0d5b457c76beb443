import { createHash } from 'node:crypto'
import type { ObjectStore } from '@temporal-audit-lake/lake'
import type { Checkpoint, Checkpoints } from '@temporal-audit-lake/stream'

/** What tells one stream from all others, also from a later one of the same name. */
export interface StreamIdentity {
  readonly arn: string
  readonly createdAt: Date
}

/**
 * Checkpoints in the lake itself, next to what they speak of: `checkpoints/<stream>-<hash>/<shard>.json`.
 *
 * A lake that is copied takes them along; a stream that is deleted and made again is read from its start.
 *
 * @param folder another consumer of the same stream has another one
 */
export function lakeCheckpoints(
  objects: ObjectStore,
  { arn, createdAt }: StreamIdentity,
  folder = 'checkpoints',
): Checkpoints {
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  const hash = createHash('sha256').update(`${arn} ${createdAt.toISOString()}`).digest('hex').slice(0, 16)
  const keyOf = (shardId: string) => `${folder}/${name}-${hash}/${shardId}.json`
  return {
    async get(shardId) {
      const stored = await objects.get(keyOf(shardId))
      if (!stored) return null
      const { checkpoint } = JSON.parse(new TextDecoder().decode(stored.body)) as { checkpoint: Checkpoint }
      return checkpoint
    },
    async set(shardId, checkpoint) {
      const body = new TextEncoder().encode(`${JSON.stringify({ stream: arn, createdAt, shardId, checkpoint })}\n`)
      await objects.put(keyOf(shardId), body)
    },
  }
}
