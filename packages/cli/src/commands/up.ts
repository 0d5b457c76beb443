import { join } from 'node:path'
import type { KinesisClient } from '@aws-sdk/client-kinesis'
import type { AthenaEndpoint } from '@temporal-audit-lake/lake/athena-endpoint'
import { startEndpoint } from '@temporal-audit-lake/stream'
import { type Command, Option } from 'commander'
import { serveAthena } from '../bi/serve-athena.ts'
import { UserError } from '../errors.ts'
import { openLake } from '../open-lake.ts'
import { countOption, lakeOption } from '../options/options.ts'
import { Progress } from '../output/progress.ts'
import { notice, type Shell } from '../shell.ts'
import { ensureStream } from '../stream/ensure-stream.ts'
import { ingestStream } from '../stream/ingest-stream.ts'
import { keepReported } from '../stream/keep-reported.ts'
import { kinesisClient } from '../stream/kinesis-client.ts'
import { totalsText } from '../totals.ts'

interface UpOptions {
  readonly lake: string
  readonly port: number
  readonly athenaPort?: number
  readonly stream: string
  readonly shards: number
  readonly batchWindow: number
  readonly archive: boolean
  readonly archiveWindow: number
}

const EXAMPLES = `
Examples:
  $ audit-lake up
  $ AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws kinesis put-record --endpoint-url http://127.0.0.1:4567 \\
      --region us-east-1 --stream-name temporal-audit-logs --partition-key 1 --data file://record.json \\
      --cli-binary-format raw-in-base64-out
  $ audit-lake query who-did-what

The stream keeps its records in the lake's folder (.stream/). Beside the consumer, another one keeps every record as it came,
as a Firehose does in AWS (raw/): \`audit-lake rebuild\` makes the lake again from that. BI tools and drivers that know
Athena find the same tables at the other endpoint: \`audit-lake connect --athena\` shows their settings. Both endpoints
listen on this machine only, and do not check signatures.
`

/** `audit-lake up`: what runs in AWS, on this machine, until stopped. */
export function addUp(root: Command, shell: Shell): void {
  root
    .command('up')
    .description('run a Kinesis-compatible stream, its consumer, and Athena for BI tools, until stopped')
    .option('--port <port>', 'port of the stream', countOption('--port', 65_534), 4567)
    .option(
      '--athena-port <port>',
      'port of Athena (default: the one after --port)',
      countOption('--athena-port', 65_535),
    )
    .option('--stream <name>', 'name of the stream', 'temporal-audit-logs')
    .option('--shards <count>', 'shards of the stream, when it is made', countOption('--shards', 100), 1)
    .option('--batch-window <seconds>', 'how long to gather a batch', countOption('--batch-window', 300), 10)
    .addOption(new Option('--no-archive', 'do not keep the verbatim archive (raw/)').env('AUDIT_LAKE_NO_ARCHIVE'))
    .option(
      '--archive-window <seconds>',
      'how long to gather an object of the archive',
      countOption('--archive-window', 900),
      60,
    )
    .addOption(lakeOption())
    .addHelpText('after', EXAMPLES)
    .action(async (options: UpOptions) => await up(options, shell))
}

async function up(options: UpOptions, shell: Shell): Promise<void> {
  const lake = await openLake(options.lake)
  const { port, athenaPort = port + 1 } = options
  const endpoint = await listen('--port', port, startEndpoint({ folder: join(lake.folder, '.stream'), port }))
  const client = kinesisClient({ stream: options.stream, endpoint: endpoint.url })
  const progress = new Progress(shell)
  let athena: AthenaEndpoint | undefined
  let reporting: ReturnType<typeof keepReported> | undefined
  try {
    athena = await listen('--athena-port', athenaPort, serveAthena(lake, athenaPort))
    await ensureStream(client, options.stream, options.shards)
    notice(
      shell,
      `Athena for BI tools at ${athena.url}: \`audit-lake connect --athena ${athena.url}\` shows the settings`,
    )
    notice(shell, `stream ${options.stream} at ${endpoint.url}, lake in ${lake.folder}; stop with Ctrl-C`)
    reporting = keepReported(lake, shell)
    await consume(client, options, shell, progress)
  } finally {
    progress.end()
    await reporting?.end()
    client.destroy()
    await athena?.close()
    await endpoint.close()
  }
}

async function consume(client: KinesisClient, options: UpOptions, shell: Shell, progress: Progress): Promise<void> {
  const { stream, archive } = options
  try {
    await ingestStream({
      client,
      stream,
      lake: await openLake(options.lake),
      follow: true,
      batchWindowMs: options.batchWindow * 1000,
      ...(archive && { archiveWindowMs: options.archiveWindow * 1000 }),
      shell,
      onProgress: totals => progress.show(() => totalsText(totals)),
    })
  } catch (error) {
    if (!shell.signal.aborted) throw error
    progress.end()
    notice(shell, 'stopped: the next `audit-lake up` goes on from here')
  }
}

async function listen<Endpoint>(option: string, port: number, started: Promise<Endpoint>): Promise<Endpoint> {
  try {
    return await started
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    if (!isTaken) throw new UserError(error instanceof Error ? error.message : String(error), { cause: error })
    throw new UserError(`port ${port} is taken: stop what uses it, or choose another with ${option}`, { cause: error })
  }
}
