import type { Command } from 'commander'
import { EXIT, UsageError } from '../errors.ts'
import { ingestFiles } from '../files/ingest-files.ts'
import { openLake } from '../open-lake.ts'
import { cidrOption, countOption, formatOption, lakeOption } from '../options/options.ts'
import { counted, sized } from '../output/numbers.ts'
import { Progress } from '../output/progress.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { sealLate } from '../sealing.ts'
import { notice, type Shell } from '../shell.ts'
import { ingestStream } from '../stream/ingest-stream.ts'
import { kinesisClient } from '../stream/kinesis-client.ts'
import { NOTHING, type Totals, totalsText } from '../totals.ts'

interface IngestCommandOptions {
  readonly lake: string
  readonly format: Format
  readonly stream?: string
  readonly endpoint?: string
  readonly region?: string
  readonly follow?: true
  readonly batchSize: number
  readonly batchWindow: number
  readonly archive?: true
  readonly trustedProxies?: readonly string[]
}

/** How long to gather an object of the archive; at the end of the stream, what there is is written. */
const ARCHIVE_WINDOW_MS = 60_000

const EXAMPLES = `
Examples:
  $ audit-lake ingest audit-logs.ndjson.gz export-of-the-ui.json
  $ temporal cloud account audit-log list -o json | audit-lake ingest -
  $ audit-lake ingest --stream temporal-audit-logs --follow
  $ audit-lake ingest --stream temporal-audit-logs --endpoint http://127.0.0.1:4567

Files: JSON objects, one per line or not, arrays, gzipped or not; - is standard input. Taking a file again shows no event
twice. A stream is read from its oldest record, and from where it was left the next time; credentials and region come
from where AWS's tools find them.
`

/** `audit-lake ingest`: files, or a stream, into the lake. */
export function addIngest(root: Command, shell: Shell): void {
  root
    .command('ingest [files...]')
    .description('take files, or a Kinesis stream, into the lake')
    .option('--stream <name|arn>', 'read this Kinesis stream')
    .option('--endpoint <url>', 'where the stream is, if not in AWS')
    .option('--region <region>', 'region of the stream, if not in its ARN or the configuration of AWS')
    .option('--follow', 'go on when all is read, until stopped')
    .option(
      '--batch-size <records>',
      'Kinesis records in a batch at the most',
      countOption('--batch-size', 10_000),
      10_000,
    )
    .option('--batch-window <seconds>', 'how long to gather a batch', countOption('--batch-window', 300), 10)
    .option('--archive', 'keep every record of the stream as it came, too (raw/)')
    .option(
      '--trusted-proxies <cidr...>',
      'proxies that client_ip skips; default: the private ranges',
      cidrOption('--trusted-proxies'),
    )
    .addOption(formatOption())
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (files: readonly string[], options: IngestCommandOptions) => {
      if (files.length > 0 === (options.stream !== undefined)) {
        throw new UsageError('say what to ingest: files (- is standard input), or --stream NAME')
      }
      const ingest = options.stream === undefined ? ingestOf(files) : ingestOfStream(options.stream)
      await reporting(options, shell, onProgress => ingest(options, shell, onProgress))
    })
}

type Ingest = (options: IngestCommandOptions, shell: Shell, onProgress: (totals: Totals) => void) => Promise<Totals>

function ingestOf(files: readonly string[]): Ingest {
  return async ({ lake, trustedProxies }, { signal }, onProgress) => {
    const { folder } = await openLake(lake)
    return await ingestFiles(files, { folder, signal, onProgress, ...(trustedProxies && { trustedProxies }) })
  }
}

function ingestOfStream(stream: string): Ingest {
  return async (options, shell, onProgress) => {
    const client = kinesisClient({ stream, ...options })
    try {
      return await ingestStream({
        client,
        stream,
        lake: await openLake(options.lake),
        follow: options.follow ?? false,
        batchSize: options.batchSize,
        batchWindowMs: options.batchWindow * 1000,
        ...(options.archive && { archiveWindowMs: ARCHIVE_WINDOW_MS }),
        ...(options.trustedProxies && { trustedProxies: options.trustedProxies }),
        shell,
        onProgress,
      })
    } finally {
      client.destroy()
    }
  }
}

/** Shows progress, then what was done, and says by the exit code whether it was all good. */
async function reporting(
  { format, lake }: IngestCommandOptions,
  shell: Shell,
  ingest: (onProgress: (totals: Totals) => void) => Promise<Totals>,
): Promise<void> {
  const progress = new Progress(shell)
  const startedAt = shell.now()
  let totals = NOTHING
  try {
    totals = await ingest(soFar => {
      totals = soFar
      progress.show(() => totalsText(soFar))
    })
  } finally {
    progress.end()
    if (shell.signal.aborted) notice(shell, totalsText(totals))
  }
  await sealLate(totals.late, await openLake(lake), shell)
  const seconds = Math.round(shell.now() - startedAt) / 1000
  await writeObjects([{ ...totals, seconds }], format, shell)
  notice(
    shell,
    `${counted(totals.stored)} rows of ${sized(totals.bytes)} in ${seconds} s; ask: audit-lake query --list`,
  )
  if (totals.dead_letters === 0) return
  notice(shell, `${counted(totals.dead_letters)} pieces are no rows: audit-lake dead-letters list --lake ${lake}`)
  shell.endWith(EXIT.problemsFound)
}
