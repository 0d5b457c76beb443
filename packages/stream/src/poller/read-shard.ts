import { pause } from './backoff.ts'
import { BatchGatherer, type BatchWindow } from './batch-window.ts'
import type { Checkpoints } from './checkpoint.ts'
import { type DeliveryOptions, deliver } from './deliver.ts'
import type { ListShardsOptions } from './list-shards.ts'
import { type ShardRead, type StartingPosition, shardReader } from './shard-reader.ts'

/** How shards are read. */
export interface ReadOptions extends BatchWindow, ListShardsOptions, Omit<DeliveryOptions, 'checkpoint'> {
  readonly checkpoints: Checkpoints
  /** Whether to go on when all is read; default true. */
  readonly follow?: boolean
  /** Milliseconds between two reads of a shard that is caught up; default 1,000, as Lambda does. */
  readonly pollIntervalMs?: number
}

/** Five reads a second are allowed to all readers of a shard together: this leaves room for others. */
const BUSY_INTERVAL_MS = 250
const POLL_INTERVAL_MS = 1000

/** Why reading a shard is over: it was closed and read to its end, or it was caught up and is not followed. */
export type ShardOutcome = 'ended' | 'caught up'

/**
 * Reads a shard and delivers its records, with a checkpoint after each batch that is done with.
 *
 * @param from where to begin
 * @throws the signal's reason when it aborts; what the stream says when the shard cannot be read
 */
export async function readShard(
  shardId: string,
  from: StartingPosition,
  options: ReadOptions,
  signal: AbortSignal,
): Promise<ShardOutcome> {
  const { client, streamName, checkpoints, onReadRetry, follow = true } = options
  const read = shardReader({ client, streamName, shardId, from, onReadRetry, signal })
  const gatherer = new BatchGatherer(options)
  const checkpoint = (sequenceNumber: string) => checkpoints.set(shardId, { sequenceNumber })
  for (;;) {
    const answer = await read()
    gatherer.add(answer.records, Date.now())
    const isCaughtUp = answer.millisBehindLatest === 0 && answer.records.length === 0
    const isDone = answer.isEnd || (isCaughtUp && !follow)
    for (let batch = gatherer.take(Date.now(), isDone); batch; batch = gatherer.take(Date.now(), isDone)) {
      await deliver(batch, { ...options, signal, checkpoint })
    }
    if (answer.isEnd) await checkpoints.set(shardId, 'SHARD_END')
    if (isDone) return answer.isEnd ? 'ended' : 'caught up'
    await pause(millisToNextRead(answer, gatherer.millisLeft(Date.now()), options), signal)
  }
}

/** What is gathered is looked after at the end of its window also when nothing more comes. */
function millisToNextRead(
  { millisBehindLatest }: ShardRead,
  millisLeft: number,
  { pollIntervalMs = POLL_INTERVAL_MS }: ReadOptions,
): number {
  const interval = millisBehindLatest > 0 ? BUSY_INTERVAL_MS : pollIntervalMs
  return Math.min(interval, Math.max(BUSY_INTERVAL_MS, millisLeft))
}
