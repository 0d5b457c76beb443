import type { KinesisClient } from '@aws-sdk/client-kinesis'
import { writeArchive } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { poll } from '@temporal-audit-lake/stream'
import { notice, type Shell } from '../shell.ts'
import { describeStream } from './describe-stream.ts'
import { lakeCheckpoints } from './lake-checkpoints.ts'
import { nowAndThen, reasonOf } from './retries.ts'

export interface ArchiveStreamOptions {
  readonly client: KinesisClient
  /** Name or ARN. */
  readonly stream: string
  readonly lake: LocalLake
  /** How long to gather an object, in milliseconds: a Firehose's buffering interval. */
  readonly windowMs: number
  readonly follow: boolean
  readonly shell: Shell
  readonly signal: AbortSignal
}

/** Bytes of an object before gzip: a Firehose's buffering size. */
const OBJECT_BYTES = 5 * 1024 * 1024

/**
 * Keeps the verbatim archive of a stream in the lake, under `raw/`, as a Firehose does in AWS: a consumer of its own, with
 * checkpoints of its own, that no code of ours that reads records can disturb.
 *
 * @returns when all is archived, unless it follows
 */
export async function archiveStream(options: ArchiveStreamOptions): Promise<void> {
  const { client, stream, lake, windowMs, follow, shell, signal } = options
  const identity = await describeStream(client, stream, signal)
  await poll({
    client,
    streamName: identity.name,
    checkpoints: lakeCheckpoints(lake.objects, identity, 'archive-checkpoints'),
    follow,
    signal,
    batchWindowMs: windowMs,
    batchBytes: OBJECT_BYTES,
    async handler(records) {
      await writeArchive(records, lake.objects)
    },
    onRetry: (records, error) =>
      notice(
        shell,
        `${records.length} records are archived again from ${records[0]?.sequenceNumber}: ${reasonOf(error)}`,
      ),
    onReadRetry: nowAndThen(
      shell,
      error => `the stream cannot be read for the archive, it is tried again: ${reasonOf(error)}`,
    ),
  })
}
