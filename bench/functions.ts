import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { s3Store } from '../packages/lake/src/aws/index.ts'
import { openLocalLake } from '../packages/lake/src/local/index.ts'
import { type AccountNames, environmentOf, makeAccount } from '../test/functions/account.ts'
import { bundleOf } from '../test/functions/bundle.ts'
import { kinesisEvent } from '../test/functions/kinesis-event.ts'
import { type Answering, athenaServer } from '../test/lake/aws/athena-server.ts'
import { presentView } from '../test/lake/aws/glue-view.ts'
import { startMoto, testSettings } from '../test/lake/aws/moto-server.ts'
import { endlessAuditLines } from './audit-lines.ts'
import { median } from './median.ts'
import { fillLake } from './seal-lake.ts'

interface Sample {
  readonly milliseconds: number
  /** User and system, of all threads. */
  readonly cpuMilliseconds: number
}

interface Measured {
  readonly init: Sample
  readonly runs: readonly Sample[]
  readonly peakBytes: number
}

/** What a function takes, with S3, Glue and Firehose on the same machine. */
export interface FunctionResult {
  readonly name: string
  /** Records of a batch, or rows of a day. */
  readonly records: number
  /** Until its code is loaded. */
  readonly init: Sample
  readonly first: Sample
  /** The median of the others; null when it ran once. */
  readonly warm: Sample | null
  readonly peakBytes: number
}

export interface FunctionsOptions {
  /** Records of the batches that ingest gets. */
  readonly batches: readonly number[]
  /** How often each. */
  readonly runs: number
  /** The day that is sealed. */
  readonly day: { readonly files: number; readonly rowsPerFile: number }
  readonly onProgress: (text: string) => void
}

const NAMES: AccountNames = {
  bucket: 'bench',
  database: 'bench',
  deadLetters: 'dead-letters',
  receipts: 'receipts',
  workgroup: 'machines',
  sealFunction: 'seal',
}

/** The functions as they are bundled, each in a process of its own as in Lambda, cold and then warm. */
export async function benchFunctions(options: FunctionsOptions): Promise<FunctionResult[]> {
  const { batches, runs, day, onProgress } = options
  const moto = await startMoto()
  const glue = new GlueClient({ ...testSettings, endpoint: moto.url })
  const athena = await athenaServer({ answering: definingViews(glue), workGroup: NAMES.workgroup })
  try {
    await makeAccount(moto.url, NAMES)
    const environment = environmentOf(NAMES, moto.url, athena.url)
    const results: FunctionResult[] = []
    for (const records of batches) {
      onProgress(`ingest: ${runs} batches of ${records} records`)
      results.push(await measure('ingest', records, batchesOf(records, runs), environment))
    }
    onProgress(`seal: a day of ${day.files} files of ${day.rowsPerFile} rows`)
    await fillBucket(moto.url, day)
    results.push(await measure('seal', day.files * day.rowsPerFile, [{}], environment))
    onProgress('report: until it is loaded')
    results.push(await measure('report', 0, [], { ...environment, PERIOD: 'month' }))
    return results
  } finally {
    glue.destroy()
    await athena.stop()
    await moto.stop()
  }
}

/** As much of Athena as a seal needs. */
function definingViews(glue: GlueClient): Answering {
  const views = presentView(glue, NAMES.database)
  return {
    check: async () => {},
    async answer(sql) {
      await views.define(sql)
      return { columns: [], rows: [], isSelect: false }
    },
  }
}

function batchesOf(records: number, runs: number) {
  const lines = endlessAuditLines()
  // timely: what is late has a file of its own
  const line = () => lines.next().value.replace(/"emit_time":"[^"]*"/, `"emit_time":"${new Date().toISOString()}"`)
  return Array.from({ length: runs }, (_, run) => kinesisEvent(Array.from({ length: records }, line), run * records))
}

async function fillBucket(url: string, { files, rowsPerFile }: FunctionsOptions['day']): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-lake-bench-'))
  const client = new S3Client({ ...testSettings, endpoint: url, forcePathStyle: true })
  const objects = s3Store({ client, bucket: NAMES.bucket })
  // what the batches before left there is of another day
  for await (const { key } of objects.list('arrivals/')) await objects.delete(key)
  await fillLake(folder, files, rowsPerFile)
  for await (const { key } of (await openLocalLake(folder)).objects.list('arrivals/'))
    await objects.put(key, await readFile(join(folder, key)))
  client.destroy()
  await rm(folder, { recursive: true })
}

async function measure(
  name: string,
  records: number,
  events: readonly unknown[],
  environment: Readonly<Record<string, string>>,
): Promise<FunctionResult> {
  const { init, runs, peakBytes } = await measureProcess(await bundleOf(name, 'bench'), events, environment)
  const [first = { milliseconds: 0, cpuMilliseconds: 0 }, ...others] = runs
  const middle = (of: (sample: Sample) => number) => median(others.map(of))
  const warm =
    others.length === 0
      ? null
      : {
          milliseconds: middle(({ milliseconds }) => milliseconds),
          cpuMilliseconds: middle(({ cpuMilliseconds }) => cpuMilliseconds),
        }
  return { name, records, init, first, warm, peakBytes }
}

async function measureProcess(
  bundle: string,
  events: readonly unknown[],
  environment: Readonly<Record<string, string>>,
): Promise<Measured> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'measure-function.mjs'), bundle], {
    env: { PATH: process.env.PATH, TZ: 'UTC', NODE_NO_WARNINGS: '1', ...environment },
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
  })
  child.stdin!.end(JSON.stringify(events))
  const [warned, answer] = await Promise.all([child.stderr!, child.stdio[3] as Readable].map(text))
  if (answer === '') throw new Error(`${bundle} ended before it was measured: ${warned}`)
  return JSON.parse(answer!) as Measured
}
