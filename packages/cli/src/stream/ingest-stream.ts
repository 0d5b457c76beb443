import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis'
import { ingest } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { type BatchWindow, poll } from '@temporal-audit-lake/stream'
import { UserError } from '../errors.ts'
import { notice, type Shell } from '../shell.ts'
import { NOTHING, plus, type Totals } from '../totals.ts'
import { keepSealed } from './keep-sealed.ts'
import { lakeCheckpoints, type StreamIdentity } from './lake-checkpoints.ts'

export interface IngestStreamOptions extends BatchWindow {
  readonly client: KinesisClient
  /** Name or ARN. */
  readonly stream: string
  readonly lake: LocalLake
  /** Whether to go on when all is read. */
  readonly follow: boolean
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
  const { client, stream, lake, shell, trustedProxies, onProgress } = options
  const identity = await describe(client, stream, shell.signal)
  let totals = NOTHING
  const sealing = options.follow ? keepSealed(lake, shell, () => totals.late) : null
  await poll({
    ...options,
    streamName: identity.name,
    checkpoints: lakeCheckpoints(lake.objects, identity),
    signal: shell.signal,
    async handler(records) {
      const receipt = await ingest(records, lake, { writtenAt: shell.now(), ...(trustedProxies && { trustedProxies }) })
      totals = plus(totals, receipt)
      onProgress(totals)
    },
    onRetry(records, error) {
      notice(shell, `${records.length} records from ${records[0]?.sequenceNumber} are tried again: ${reason(error)}`)
    },
    onReadRetry: nowAndThen(shell, error => `the stream cannot be read, it is tried again: ${reason(error)}`),
  }).finally(() => sealing?.end())
  return totals
}

const NOTICE_INTERVAL_MS = 10_000

/** Says something when it first happens, and then every ten seconds as long as it does: shards fail side by side. */
function nowAndThen(shell: Shell, textOf: (error: unknown) => string): (error: unknown) => void {
  let saidAt = Number.NEGATIVE_INFINITY
  return error => {
    if (shell.now() - saidAt < NOTICE_INTERVAL_MS) return
    saidAt = shell.now()
    notice(shell, textOf(error))
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}

async function describe(
  client: KinesisClient,
  stream: string,
  signal: AbortSignal,
): Promise<StreamIdentity & { readonly name: string }> {
  const command = new DescribeStreamSummaryCommand(
    stream.startsWith('arn:') ? { StreamARN: stream } : { StreamName: stream },
  )
  try {
    const { StreamDescriptionSummary: summary } = await client.send(command, { abortSignal: signal })
    return { name: summary!.StreamName!, arn: summary!.StreamARN!, createdAt: summary!.StreamCreationTimestamp! }
  } catch (error) {
    signal.throwIfAborted()
    throw new UserError(
      `cannot read the stream ${stream}: ${reason(error)}; check its name, --region or --endpoint, and that your credentials may call kinesis:DescribeStreamSummary, ListShards, GetShardIterator and GetRecords`,
      { cause: error },
    )
  }
}
