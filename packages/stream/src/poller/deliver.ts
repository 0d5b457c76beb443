import type { SourceRecord } from '@temporal-audit-lake/core'
import { backOff } from './backoff.ts'

/** Which records of a batch failed, in the words of Lambda's `ReportBatchItemFailures`. */
export interface BatchResponse {
  /** Sequence numbers; the batch is delivered again from the lowest one. None: all records succeeded. */
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

/** What records are delivered to. It may be called again with records it has seen: delivery is at least once. */
export type BatchHandler = (records: readonly SourceRecord[]) => Promise<BatchResponse | undefined>

/** What happens between a poller and its handler. */
export interface DeliveryOptions {
  readonly handler: BatchHandler
  /** Called when all records up to this one are done with. */
  readonly checkpoint: (sequenceNumber: string) => Promise<void>
  /** Retries of a single record before it goes to `onFailure`; default: without end, as long as the stream keeps it. */
  readonly maximumRetryAttempts?: number
  /** Takes the records that were given up; required to give any up. */
  readonly onFailure?: (records: readonly SourceRecord[], error: unknown) => Promise<void>
  /** Told of every failed attempt. */
  readonly onRetry?: (records: readonly SourceRecord[], error: unknown) => void
  /** Waits before a record is tried again; default: exponential back-off with jitter, 200 ms to 10 s. */
  readonly wait?: (attempt: number, signal: AbortSignal | undefined) => Promise<void>
  readonly signal?: AbortSignal
}

/** Stands for the error of a handler that answered with failures instead of throwing. */
class BatchItemFailuresError extends Error {
  override readonly name = 'BatchItemFailuresError'
}

/**
 * Delivers records to a handler until all are done with, in order, the way Lambda's event source mapping does.
 *
 * A batch whose handler throws is halved (`BisectBatchOnFunctionError`), which does not count as a retry, until a single
 * record is left, which is retried. A batch with failed items is delivered again from the lowest of them.
 *
 * @throws the signal's reason when it aborts between attempts; an attempt itself is never cut short
 */
export async function deliver(records: readonly SourceRecord[], options: DeliveryOptions): Promise<void> {
  let remaining = records
  let attempt = 0
  while (remaining.length > 0) {
    options.signal?.throwIfAborted()
    const failure = await attemptOnce(remaining, options.handler)
    const done = failure === null ? remaining.length : failure.from
    if (done > 0) {
      await options.checkpoint(remaining[done - 1]!.sequenceNumber)
      remaining = remaining.slice(done)
      attempt = 0
    }
    if (failure === null) return
    options.onRetry?.(remaining, failure.error)
    if (remaining.length > 1 && !failure.isPartial) {
      const middle = Math.ceil(remaining.length / 2)
      await deliver(remaining.slice(0, middle), options)
      remaining = remaining.slice(middle)
    } else if (attempt >= (options.maximumRetryAttempts ?? Number.POSITIVE_INFINITY) && options.onFailure) {
      const given = failure.isPartial ? remaining.slice(0, 1) : remaining
      await options.onFailure(given, failure.error)
      await options.checkpoint(given.at(-1)!.sequenceNumber)
      remaining = remaining.slice(given.length)
      attempt = 0
    } else {
      await (options.wait ?? backOff)(attempt, options.signal)
      attempt++
    }
  }
}

interface Failure {
  /** How many records from the first succeeded. */
  readonly from: number
  readonly isPartial: boolean
  readonly error: unknown
}

async function attemptOnce(records: readonly SourceRecord[], handler: BatchHandler): Promise<Failure | null> {
  try {
    const response = await handler(records)
    const failed = new Set(response?.batchItemFailures.map(failure => failure.itemIdentifier))
    if (failed.size === 0) return null
    // an identifier that is none of the batch's fails all of it, as in Lambda
    const from = Math.max(
      0,
      records.findIndex(record => failed.has(record.sequenceNumber)),
    )
    return {
      from,
      isPartial: true,
      error: new BatchItemFailuresError(`${failed.size} of ${records.length} records failed`),
    }
  } catch (error) {
    return { from: 0, isPartial: false, error }
  }
}
