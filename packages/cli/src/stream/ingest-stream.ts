import { DescribeStreamSummaryCommand, type KinesisClient } from '@aws-sdk/client-kinesis'
import { ingest } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { type BatchWindow, poll } from '@temporal-audit-lake/stream'
import { UserError } from '../errors.ts'
import { notice, type Shell } from '../shell.ts'
import { NOTHING, plus, type Totals } from '../totals.ts'
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
 * @returns when all is read, unless it follows
 * @throws UserError when the stream cannot be read
 */
export async function ingestStream(options: IngestStreamOptions): Promise<Totals> {
  const { client, stream, lake, shell, trustedProxies, onProgress } = options
  const identity = await describe(client, stream, shell.signal)
  let totals = NOTHING
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
      const why = error instanceof Error ? error.message : String(error)
      notice(shell, `${records.length} records from ${records[0]?.sequenceNumber} are tried again: ${why}`)
    },
  })
  return totals
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
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    throw new UserError(
      `cannot read the stream ${stream}: ${why}; check its name, --region or --endpoint, and that your credentials may call kinesis:DescribeStreamSummary, ListShards, GetShardIterator and GetRecords`,
      { cause: error },
    )
  }
}
