import {
  ExpiredIteratorException,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type KinesisClient,
  LimitExceededException,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-kinesis'
import type { SourceRecord } from '@temporal-audit-lake/core'
import { backOff } from './backoff.ts'

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
  /** Records in one answer at the most; default 10,000, Kinesis' own limit. */
  readonly limit?: number
  readonly signal?: AbortSignal
}

const GET_RECORDS_LIMIT = 10_000

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
  const abort = signal ? { abortSignal: signal } : {}

  async function newIterator(): Promise<string | undefined> {
    const command = new GetShardIteratorCommand({
      StreamName: streamName,
      ShardId: shardId,
      ShardIteratorType: position.type,
      ...('sequenceNumber' in position ? { StartingSequenceNumber: position.sequenceNumber } : {}),
      ...('timestamp' in position ? { Timestamp: position.timestamp } : {}),
    })
    return (await client.send(command, abort)).ShardIterator
  }

  async function read(): Promise<GetRecordsCommandOutput> {
    for (let attempt = 0; ; attempt++) {
      try {
        iterator ??= await newIterator()
        return await client.send(
          new GetRecordsCommand({ ShardIterator: iterator!, Limit: options.limit ?? GET_RECORDS_LIMIT }),
          abort,
        )
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof ExpiredIteratorException) iterator = undefined
        else if (isPassing(error)) await backOff(attempt, signal)
        else throw error
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

/** Throttling, a fault on the other side, or none there to answer. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ProvisionedThroughputExceededException || error instanceof LimitExceededException) return true
  if (!(error instanceof Error)) return false
  const { $metadata, $retryable, code } = error as {
    $metadata?: { httpStatusCode?: number }
    $retryable?: object
    code?: unknown
  }
  return (
    $retryable !== undefined ||
    ($metadata?.httpStatusCode ?? 0) >= 500 ||
    (typeof code === 'string' && /^(E[A-Z]+|ERR_HTTP2.*|UND_ERR.*)$/.test(code)) ||
    error.name === 'TimeoutError'
  )
}
