import { type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis'
import { backOff } from './backoff.ts'
import type { ShardLineage } from './lineage.ts'
import { isPassing } from './passing.ts'

export interface ListShardsOptions {
  readonly client: KinesisClient
  readonly streamName: string
  /** Told of every failed attempt that is waited out. */
  readonly onReadRetry?: (error: unknown) => void
}

/**
 * Lists all shards of a stream that may hold records, open or closed. Throttling and passing faults are waited out.
 *
 * @throws the signal's reason when it aborts; what the stream says when it cannot be listed
 */
export async function listShards(options: ListShardsOptions, signal: AbortSignal): Promise<ShardLineage[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await allPages(options, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!isPassing(error)) throw error
      options.onReadRetry?.(error)
      await backOff(attempt, signal)
    }
  }
}

async function allPages({ client, streamName }: ListShardsOptions, signal: AbortSignal): Promise<ShardLineage[]> {
  const shards: ShardLineage[] = []
  for (let token: string | undefined; ; ) {
    const request = token === undefined ? { StreamName: streamName } : { NextToken: token }
    const page = await client.send(new ListShardsCommand(request), { abortSignal: signal })
    for (const { ShardId, ParentShardId, AdjacentParentShardId } of page.Shards ?? []) {
      const parents = [ParentShardId, AdjacentParentShardId].filter(parent => parent !== undefined)
      shards.push({ shardId: ShardId!, parents })
    }
    token = page.NextToken
    if (token === undefined) return shards
  }
}
