import {
  ExpiredIteratorException,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis'
import type { SourceRecord } from '@temporal-audit-lake/core'
import { backOff } from './backoff.ts'
import { isPassing } from './passing.ts'

/** Where reading a shard begins. */
export type StartingPosition =
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly type: 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestamp: Date }

/** One answer of GetRecords. */
export interface ShardRead {
  readonly records: readonly SourceRecord[]
  /** How far behind the newest record this answer is; 0 when it was caught up. */
  readonly millisBehindLatest: number
  /** Whether the shard is closed and this was the last of it. */
  readonly isEnd: boolean
}

export interface ShardReaderOptions {
  readonly client: KinesisClient
  readonly streamName: string
  readonly shardId: string
  readonly from: StartingPosition
  /** Told of every failed attempt that is waited out. */
  readonly onReadRetry?: ((error: unknown) => void) | undefined
  readonly signal: AbortSignal
}

/**
 * Reads a shard from a position on, answer by answer, as long as it is asked to.
 *
 * Throttling and passing faults are waited out, and an iterator that expired (after 5 minutes) is replaced by one behind
 * the last record read.
 */
export function shardReader(options: ShardReaderOptions): () => Promise<ShardRead> {
  const { client, streamName, shardId, signal } = options
  let position = options.from
  let iterator: string | undefined

  async function read(): Promise<GetRecordsCommandOutput> {
    for (let attempt = 0; ; attempt++) {
      try {
        iterator ??= await iteratorAt(position, options)
        return await client.send(new GetRecordsCommand({ ShardIterator: iterator! }), { abortSignal: signal })
      } catch (error) {
        signal.throwIfAborted()
        const isExpired = error instanceof ExpiredIteratorException
        if (!isExpired && !isPassing(error)) throw error
        if (isExpired) iterator = undefined
        if (isExpired && attempt === 0) continue
        options.onReadRetry?.(error)
        await backOff(attempt, signal)
      }
    }
  }

  return async () => {
    const output = await read()
    iterator = output.NextShardIterator
    const records = (output.Records ?? []).map(record => ({
      source: `kinesis:${streamName}`,
      shardId,
      sequenceNumber: record.SequenceNumber!,
      arrivalTime: record.ApproximateArrivalTimestamp!.getTime(),
      data: record.Data!,
    }))
    const last = records.at(-1)
    if (last) position = { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: last.sequenceNumber }
    return {
      records,
      millisBehindLatest: output.MillisBehindLatest ?? 0,
      isEnd: output.NextShardIterator === undefined,
    }
  }
}

async function iteratorAt(
  position: StartingPosition,
  { client, streamName, shardId, signal }: ShardReaderOptions,
): Promise<string | undefined> {
  const command = new GetShardIteratorCommand({
    StreamName: streamName,
    ShardId: shardId,
    ShardIteratorType: position.type,
    ...('sequenceNumber' in position ? { StartingSequenceNumber: position.sequenceNumber } : {}),
    ...('timestamp' in position ? { Timestamp: position.timestamp } : {}),
  })
  return (await client.send(command, { abortSignal: signal })).ShardIterator
}
