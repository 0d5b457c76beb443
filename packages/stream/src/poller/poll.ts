import { setMaxListeners } from 'node:events'
import { ResourceNotFoundException } from '@aws-sdk/client-kinesis'
import { pause } from './backoff.ts'
import { readableShards, type ShardLineage } from './lineage.ts'
import { listShards } from './list-shards.ts'
import { type ReadOptions, readShard, type ShardOutcome } from './read-shard.ts'
import type { StartingPosition } from './shard-reader.ts'

export interface PollOptions extends ReadOptions {
  /**
   * Where to begin in shards that were never read; default TRIM_HORIZON, so that nothing is missed. With LATEST, shards
   * that appear later are read from their start all the same: they go on where their parents ended.
   */
  readonly startingPosition?: StartingPosition
}

const LIST_INTERVAL_MS = 10_000
const START: StartingPosition = { type: 'TRIM_HORIZON' }

/**
 * Reads a Kinesis stream and delivers its records to a handler, the way Lambda's event source mapping does: shard by
 * shard in order, parents before their children, in batches, with a checkpoint after each batch that is done with.
 *
 * Shards that appear while it runs are read too. Every record reaches the handler at least once, whenever the process
 * dies and is started again. Throttling, and a stream that cannot be reached, are waited out.
 *
 * @returns when all is read, unless it follows
 * @throws the signal's reason when it aborts; what the stream says when it cannot be read at all
 */
export async function poll(options: PollOptions): Promise<void> {
  const { follow = true } = options
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  setMaxListeners(0, signal) // every shard listens to it
  const reading = new Map<string, Promise<void>>()
  const ended = new Set<string>()
  const caughtUp = new Set<string>()
  const isNew = ({ shardId }: ShardLineage) => ![reading, ended, caughtUp].some(known => known.has(shardId))

  try {
    for (let isFirst = true; ; isFirst = false) {
      const shards = await listShards(options, signal)
      const before = await endedBefore(shards.filter(isNew), options)
      for (const shardId of before) ended.add(shardId)
      for (const shard of readableShards(shards, ended).filter(isNew)) {
        const isOld = isFirst && !shard.parents.some(parent => before.has(parent))
        const over = readFrom(shard, isOld, options, signal).then(outcome => {
          reading.delete(shard.shardId)
          ;(outcome === 'ended' ? ended : caughtUp).add(shard.shardId)
        })
        over.catch(() => undefined) // it is seen below
        reading.set(shard.shardId, over)
      }
      if (!follow && reading.size === 0) return
      await oneOverOrTimeToList(reading, signal)
    }
  } finally {
    stop.abort()
    await Promise.allSettled(reading.values())
  }
}

/** The shards that this or another process has read to their end. */
async function endedBefore(shards: readonly ShardLineage[], { checkpoints }: PollOptions): Promise<Set<string>> {
  const ended = new Set<string>()
  for (const { shardId } of shards) if ((await checkpoints.get(shardId)) === 'SHARD_END') ended.add(shardId)
  return ended
}

/** @param isOld whether the shard was there before anything was read: the others go on where their parents ended */
async function readFrom(
  { shardId }: ShardLineage,
  isOld: boolean,
  options: PollOptions,
  signal: AbortSignal,
): Promise<ShardOutcome> {
  const { startingPosition = START } = options
  const initial = startingPosition.type === 'LATEST' && !isOld ? START : startingPosition
  const checkpoint = await options.checkpoints.get(shardId)
  const from = checkpoint === null || checkpoint === 'SHARD_END' ? initial : after(checkpoint)
  try {
    return await readShard(shardId, from, options, signal)
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 'ended' // the retention took the last of it
    throw error
  }
}

function after({ sequenceNumber }: { readonly sequenceNumber: string }): StartingPosition {
  return { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber }
}

/** Shards appear when somebody splits or merges them, also while no shard of ours comes to its end. */
async function oneOverOrTimeToList(reading: ReadonlyMap<string, Promise<void>>, signal: AbortSignal): Promise<void> {
  const one = new AbortController()
  try {
    await Promise.race([...reading.values(), pause(LIST_INTERVAL_MS, AbortSignal.any([signal, one.signal]))])
  } finally {
    one.abort()
  }
}
