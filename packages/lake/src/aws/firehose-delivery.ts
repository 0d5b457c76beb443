import {
  type _Record,
  type FirehoseClient,
  PutRecordBatchCommand,
  type PutRecordBatchResponseEntry,
} from '@aws-sdk/client-firehose'
import type { DeliveryStream } from '../delivery-stream.ts'
import { ATTEMPTS, backOff } from './back-off.ts'

export interface FirehoseDeliveryOptions {
  /** Its settings say how often a request is repeated that got no answer, or 500, or 503: see `clientSettings`. */
  readonly client: FirehoseClient
  readonly deliveryStreamName: string
  /**
   * Where records go that Firehose takes none of, because they are over 1,000 KB: objects beside those that it writes,
   * so that one table reads both. A dead letter holds its record twice, and that may have been 10 MiB.
   *
   * They go whole. In pieces, every question about dead letters would have to join them, and a piece that Firehose
   * delivers minutes after the others would make a letter that is none.
   */
  readonly large: DeliveryStream
  /** How often records are sent that Firehose refuses; default 8, which takes about 10 s. */
  readonly attempts?: number
  /** Ends all requests. */
  readonly signal?: AbortSignal
}

// https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html; before Base64
const MOST_RECORDS = 500
const MOST_BYTES = 4_000_000
const MOST_RECORD_BYTES = 1_000_000

/**
 * Hands records over to a Firehose, in as few requests as it allows.
 *
 * Firehose may take some records of a request and refuse others, and calls that a success: the refused ones are sent
 * again. What it has taken it delivers at least once.
 *
 * @example
 * const large = objectDelivery(objects, 'dead-letters/', Date.now)
 * await firehoseDelivery({ client, deliveryStreamName: 'dead-letters', large }).put(letters)
 */
export function firehoseDelivery(options: FirehoseDeliveryOptions): DeliveryStream {
  return {
    async put(records) {
      const lines = records.map(record => new TextEncoder().encode(`${JSON.stringify(record)}\n`))
      const large = records.filter((_, i) => lines[i]!.length > MOST_RECORD_BYTES)
      if (large.length > 0) await options.large.put(large)
      const small = lines.filter(line => line.length <= MOST_RECORD_BYTES)
      for (const batch of batches(small)) await putBatch(options, batch)
    },
  }
}

function batches(lines: readonly Uint8Array[]): _Record[][] {
  const all: _Record[][] = []
  let bytes = 0
  for (const Data of lines) {
    const batch = all.at(-1)
    if (batch && batch.length < MOST_RECORDS && bytes + Data.length <= MOST_BYTES) {
      batch.push({ Data })
      bytes += Data.length
    } else {
      all.push([{ Data }])
      bytes = Data.length
    }
  }
  return all
}

async function putBatch(options: FirehoseDeliveryOptions, batch: readonly _Record[]): Promise<void> {
  const { client, deliveryStreamName: DeliveryStreamName, attempts = ATTEMPTS, signal } = options
  let Records = [...batch]
  for (let attempt = 1; ; attempt++) {
    const command = new PutRecordBatchCommand({ DeliveryStreamName, Records })
    const { RequestResponses } = await client.send(command, { ...(signal && { abortSignal: signal }) })
    const refused = Records.filter((_, i) => isRefused(RequestResponses?.[i]))
    if (refused.length === 0) return
    if (attempt === attempts) throw refusal(DeliveryStreamName, refused.length, attempts, RequestResponses)
    await backOff(attempt, signal)
    Records = refused
  }
}

/** A record is taken when it got an id. */
function isRefused(answer: PutRecordBatchResponseEntry | undefined): boolean {
  return answer?.RecordId === undefined || answer.ErrorCode !== undefined
}

function refusal(
  stream: string,
  refused: number,
  attempts: number,
  answers: readonly PutRecordBatchResponseEntry[] = [],
): Error {
  const { ErrorCode, ErrorMessage } = answers.find(isRefused) ?? {}
  return new Error(
    `the Firehose ${stream} refused ${refused} records ${attempts} times: ${ErrorCode ?? 'no reason given'} ${ErrorMessage ?? ''}: ` +
      'see its throttling metrics, and have its quota raised',
  )
}
