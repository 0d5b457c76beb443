import type { KinesisClient } from '@aws-sdk/client-kinesis'
import { ingest } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { type BatchWindow, poll } from '@temporal-audit-lake/stream'
import { notice, type Shell } from '../shell.ts'
import { NOTHING, plus, type Totals } from '../totals.ts'
import { archiveStream } from './archive-stream.ts'
import { describeStream } from './describe-stream.ts'
import { keepSealed } from './keep-sealed.ts'
import { lakeCheckpoints } from './lake-checkpoints.ts'
import { nowAndThen, reasonOf } from './retries.ts'
import { sideBySide } from './side-by-side.ts'

export interface IngestStreamOptions extends BatchWindow {
  readonly client: KinesisClient
  /** Name or ARN. */
  readonly stream: string
  readonly lake: LocalLake
  /** Whether to go on when all is read. */
  readonly follow: boolean
  /** How long to gather an object of the verbatim archive, in milliseconds; default: none is kept. */
  readonly archiveWindowMs?: number
  readonly trustedProxies?: readonly string[]
  readonly shell: Shell
  readonly onProgress: (totals: Totals) => void
}

/**
 * Reads a stream into the lake from where it was left, as the function in AWS does.
 *
 * While it follows, it keeps the lake sealed too; else whoever calls seals when late rows came.
 *
 * @returns when all is read, unless it follows
 * @throws UserError when the stream cannot be read
 */
export async function ingestStream(options: IngestStreamOptions): Promise<Totals> {
  const { archiveWindowMs: windowMs, shell } = options
  if (windowMs === undefined) return await consumeStream(options, shell.signal)
  return await sideBySide(
    shell.signal,
    signal => consumeStream(options, signal),
    signal => archiveStream({ ...options, windowMs, signal }),
  )
}

async function consumeStream(options: IngestStreamOptions, signal: AbortSignal): Promise<Totals> {
  const { client, stream, lake, trustedProxies, onProgress } = options
  const shell = { ...options.shell, signal }
  const identity = await describeStream(client, stream, signal)
  let totals = NOTHING
  const sealing = options.follow ? keepSealed(lake, shell, () => totals.late) : null
  await poll({
    ...options,
    streamName: identity.name,
    checkpoints: lakeCheckpoints(lake.objects, identity),
    signal,
    async handler(records) {
      const receipt = await ingest(records, lake, { writtenAt: shell.now(), ...(trustedProxies && { trustedProxies }) })
      totals = plus(totals, receipt)
      onProgress(totals)
    },
    onRetry(records, error) {
      notice(shell, `${records.length} records from ${records[0]?.sequenceNumber} are tried again: ${reasonOf(error)}`)
    },
    onReadRetry: nowAndThen(shell, error => `the stream cannot be read, it is tried again: ${reasonOf(error)}`),
  }).finally(() => sealing?.end())
  return totals
}
