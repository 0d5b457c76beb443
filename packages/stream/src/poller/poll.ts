import { type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis'
import { backOff, pause } from './backoff.ts'
import { BatchGatherer, type BatchWindow } from './batch-window.ts'
import type { Checkpoint, Checkpoints } from './checkpoint.ts'
import { type DeliveryOptions, deliver } from './deliver.ts'
import { readableShards, type ShardLineage } from './lineage.ts'
import { isPassing, type ShardRead, type StartingPosition, shardReader } from './shard-reader.ts'

export interface PollOptions extends BatchWindow, Omit<DeliveryOptions, 'checkpoint'> {
  readonly client: KinesisClient
  readonly streamName: string
  readonly checkpoints: Checkpoints
  /** Whether to go on when all is read; default true. */
  readonly follow?: boolean
  /** Where to begin in shards that were never read; default TRIM_HORIZON, so that nothing is missed. */
  readonly startingPosition?: StartingPosition
  /** Milliseconds between two reads of a shard that is caught up; default 1,000, as Lambda does. */
  readonly pollIntervalMs?: number
}

/** Five reads a second are allowed to all readers of a shard together: this leaves room for others. */
const BUSY_INTERVAL_MS = 250
const POLL_INTERVAL_MS = 1000
const LIST_INTERVAL_MS = 10_000

/**
 * Reads a Kinesis stream and delivers its records to a handler, the way Lambda's event source mapping does: shard by
 * shard in order, parents before their children, in batches, with a checkpoint after each batch that is done with.
 *
 * Shards that appear while it runs are read too. Every record reaches the handler at least once, whenever the process
 * dies and is started again.
 *
 * @returns when all is read, unless it follows
 * @throws the signal's reason when it aborts; what the stream says when it cannot be read at all
 */
export async function poll(options: PollOptions): Promise<void> {
  const { follow = true } = options
  const stop = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal
  const reading = new Map<string, Promise<void>>()
  const ended = new Set<string>()
  const caughtUp = new Set<string>()

  function start({ shardId }: ShardLineage): void {
    const done = readShard(shardId, options, signal).then(isEnd => {
      reading.delete(shardId)
      ;(isEnd ? ended : caughtUp).add(shardId)
    })
    done.catch(() => undefined) // the race below sees it
    reading.set(shardId, done)
  }

  try {
    for (;;) {
      const shards = await listShards(options, signal)
      for (const { shardId } of shards) {
        if (!ended.has(shardId) && (await options.checkpoints.get(shardId)) === 'SHARD_END') ended.add(shardId)
      }
      const ready = readableShards(shards, ended).filter(
        ({ shardId }) => !reading.has(shardId) && !caughtUp.has(shardId),
      )
      ready.forEach(start)
      if (!follow && reading.size === 0) return
      await Promise.race([...reading.values(), relistTime(stop.signal)])
    }
  } finally {
    stop.abort()
    await Promise.allSettled(reading.values())
  }
}

/** Shards appear when somebody else splits or merges them, also while no shard of ours comes to its end. */
function relistTime(stopped: AbortSignal): Promise<void> {
  return pause(LIST_INTERVAL_MS, stopped).catch(() => undefined)
}

/** @returns whether the shard was read to its end; otherwise it was caught up, and is not followed */
async function readShard(shardId: string, options: PollOptions, signal: AbortSignal): Promise<boolean> {
  const { checkpoints, follow = true, pollIntervalMs = POLL_INTERVAL_MS } = options
  const checkpoint = await checkpoints.get(shardId)
  const from = startingPosition(checkpoint, options.startingPosition)
  const read = shardReader({ client: options.client, streamName: options.streamName, shardId, from, signal })
  const gatherer = new BatchGatherer(options)
  const delivery = {
    ...options,
    signal,
    checkpoint: (sequenceNumber: string) => checkpoints.set(shardId, { sequenceNumber }),
  }
  for (;;) {
    const answer: ShardRead = await read()
    gatherer.add(answer.records, Date.now())
    const isCaughtUp = answer.millisBehindLatest === 0 && answer.records.length === 0
    const isDone = answer.isEnd || (isCaughtUp && !follow)
    for (let batch = gatherer.take(Date.now(), isDone); batch; batch = gatherer.take(Date.now(), isDone)) {
      await deliver(batch, delivery)
    }
    if (answer.isEnd) await checkpoints.set(shardId, 'SHARD_END')
    if (isDone) return answer.isEnd
    const interval = answer.millisBehindLatest > 0 ? BUSY_INTERVAL_MS : pollIntervalMs
    await pause(Math.min(interval, Math.max(BUSY_INTERVAL_MS, gatherer.millisLeft(Date.now()))), signal)
  }
}

function startingPosition(checkpoint: Checkpoint | null, initial: StartingPosition | undefined): StartingPosition {
  if (checkpoint === null || checkpoint === 'SHARD_END') return initial ?? { type: 'TRIM_HORIZON' }
  return { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: checkpoint.sequenceNumber }
}

async function listShards({ client, streamName }: PollOptions, signal: AbortSignal): Promise<ShardLineage[]> {
  const shards: ShardLineage[] = []
  let nextToken: string | undefined
  for (let attempt = 0; ; ) {
    try {
      const command = new ListShardsCommand(
        nextToken === undefined ? { StreamName: streamName } : { NextToken: nextToken },
      )
      const page = await client.send(command, { abortSignal: signal })
      for (const { ShardId, ParentShardId, AdjacentParentShardId } of page.Shards ?? []) {
        const parents = [ParentShardId, AdjacentParentShardId].filter(parent => parent !== undefined)
        shards.push({ shardId: ShardId!, parents })
      }
      nextToken = page.NextToken
      if (nextToken === undefined) return shards
    } catch (error) {
      signal.throwIfAborted()
      if (!isPassing(error)) throw error
      await backOff(attempt++, signal)
    }
  }
}
