import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { IncreaseStreamRetentionPeriodCommand, type KinesisClient } from '@aws-sdk/client-kinesis'
import { payloadOf } from '@temporal-audit-lake/core'
import { type Engine, redrive, rowObjects } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { reports } from '@temporal-audit-lake/queries'
import { INDEX, storeReport, writeIndex } from '@temporal-audit-lake/reports'
import { startEndpoint } from '@temporal-audit-lake/stream'
import { openLetters } from '../ask/dead-letters.ts'
import { GENERATOR } from '../ask/report.ts'
import { askSaved } from '../ask/saved.ts'
import { UsageError } from '../errors.ts'
import type { LakeEngine } from '../lake.ts'
import { openLake } from '../open-lake.ts'
import { counted, sized } from '../output/numbers.ts'
import { Progress } from '../output/progress.ts'
import { writeObjects, writeResult } from '../output/write-result.ts'
import { sealLake, sealLate } from '../sealing.ts'
import type { Shell } from '../shell.ts'
import { ensureStream } from '../stream/ensure-stream.ts'
import { ingestStream } from '../stream/ingest-stream.ts'
import { kinesisClient } from '../stream/kinesis-client.ts'
import { type Totals, totalsText } from '../totals.ts'
import { companyOf } from './company.ts'
import { type Deliveries, deliveries } from './delivery.ts'
import { incident } from './incident.ts'
import { putAll } from './put-all.ts'
import { Random } from './random.ts'
import { ordinaryTraffic } from './traffic.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const DAYS = 91
/** What the report is about; what came before is the history that it compares with. */
const REPORT_DAYS = 30
const STREAM = 'temporal-audit-logs'
/** Tells a folder that the demonstration made, and may make anew, from one that is somebody's. */
const MARKER = '.audit-lake-demo'

/**
 * The whole path on generated traffic: stream, consumer, dead letter, redrive, questions, report.
 *
 * @param folder of the lake, made anew
 * @throws UsageError when the folder is somebody's
 */
export async function runDemo(folder: string, seed: number, shell: Shell): Promise<void> {
  const lake = await freshLake(folder)
  const { puts, poisoned } = generate(seed, shell.now())
  say(shell, `1. Three months of a company's Temporal Cloud audit log go into a stream on this machine.`)
  say(shell, `   ${counted(puts.length)} Kinesis records in every form and framing, ${sized(bytesOf(puts))}.`)
  const totals = await throughStream(lake, puts, shell)
  say(shell, `   The consumer took them: ${totalsText(totals)}.`)
  const { days } = await sealLake(lake, shell)
  say(shell, `   Events of days long past are sealed: ${counted(days.length)} days, one file each.`)

  const engine = await lake.engine()
  try {
    say(shell, '\n2. One record was cut off on its way. It blocked nothing, and it is not lost:')
    await redriveThe(poisoned, lake, engine, shell)
    say(shell, '\n3. Three questions, in SQL written for Athena and DuckDB alike.')
    await askThree(engine, shell)
    say(
      shell,
      `\n4. Reports to read, print and file: all ${counted(reports.length)}, about the last ${REPORT_DAYS} days.\n`,
    )
    await makeReports(lake, engine, shell)
  } finally {
    engine.close()
  }
  say(shell, nextSteps(folder))
}

async function freshLake(folder: string): Promise<LocalLake> {
  if (existsSync(folder)) {
    if (!existsSync(join(folder, MARKER))) {
      throw new UsageError(`${folder} is there already, and not from a demo: choose another with --lake`)
    }
    await rm(folder, { recursive: true })
  }
  const lake = await openLake(folder)
  await writeFile(join(resolve(folder), MARKER), 'Made by `audit-lake demo`, which makes this folder anew.\n')
  return lake
}

function generate(seed: number, now: number): Deliveries {
  const random = new Random(seed)
  const to = now
  const from = Math.floor(now / DAY_MS) * DAY_MS - (DAYS - 1) * DAY_MS
  const company = companyOf(random)
  const night = Math.floor(now / DAY_MS) * DAY_MS - 9 * DAY_MS + 2 * HOUR_MS
  const events = [...ordinaryTraffic(company, from, to, random), ...incident(company, night, random)]
  return deliveries(events, from, to, random)
}

function bytesOf(puts: Deliveries['puts']): number {
  return puts.reduce((sum, { data }) => sum + data.length, 0)
}

/** The stream's clock is turned to when each record would have come; its limits are off, three months pass in seconds. */
async function throughStream(lake: LocalLake, puts: Deliveries['puts'], shell: Shell): Promise<Totals> {
  let clock: number | null = null
  const endpoint = await startEndpoint({
    folder: join(lake.folder, '.stream'),
    limits: 'none',
    now: () => clock ?? shell.now(),
  })
  const client: KinesisClient = kinesisClient({ stream: STREAM, endpoint: endpoint.url })
  const progress = new Progress(shell)
  try {
    clock = puts[0]!.time
    await ensureStream(client, STREAM, 2)
    await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName: STREAM, RetentionPeriodHours: 24 * 365 }))
    await putAll(client, STREAM, puts, time => {
      clock = time
      progress.show(() => `putting records of ${new Date(time).toISOString().slice(0, 10)}`)
    })
    clock = null
    const onProgress = (totals: Totals) => progress.show(() => totalsText(totals))
    return await ingestStream({ client, stream: STREAM, lake, follow: false, batchSize: 1000, shell, onProgress })
  } finally {
    progress.end()
    client.destroy()
    await endpoint.close()
  }
}

async function redriveThe(poisoned: Uint8Array, lake: LocalLake, engine: Engine, shell: Shell): Promise<void> {
  const [letter] = await openLetters(engine)
  if (!letter) throw new Error('the demo has no dead letter to show')
  const text = new TextDecoder().decode(payloadOf(letter))
  say(shell, `   dead letter ${letter.dead_letter_id}, ${letter.reason}: ${letter.message}`)
  say(shell, `   ...${text.slice(-72)}`)
  const mended = new Uint8Array([...poisoned, '}'.charCodeAt(0)])
  const result = await redrive(letter, mended, lake, { writtenAt: shell.now() })
  if (!result.redriven) throw new Error(`the mended record is dead once more: ${result.why}`)
  await sealLate(result.receipt.late, lake, shell)
  say(
    shell,
    `   With its last brace back it is redriven: ${counted(result.receipt.stored)} row, and the ledger balances.`,
  )
}

const QUESTIONS: readonly {
  readonly name: string
  readonly parameters: Readonly<Record<string, string>>
  readonly ask: string
}[] = [
  { name: 'failed-operations', parameters: { from: 'T-12d', to: 'T-8d' }, ask: 'What was tried and failed?' },
  { name: 'new-principals', parameters: { from: 'T-30d' }, ask: 'Who has never been seen before?' },
  { name: 'activity-of-principal', parameters: { actor: 'svc-metrics-sync', from: 'T-30d' }, ask: 'What did they do?' },
]

async function askThree(engine: Engine, shell: Shell): Promise<void> {
  for (const { name, parameters, ask } of QUESTIONS) {
    const options = Object.entries(parameters).map(([key, value]) => ` --param ${key}=${value}`)
    say(shell, `\n   ${ask}  audit-lake query ${name}${options.join('')}\n`)
    await writeResult(await askSaved(engine, name, parameters, shell), 'table', shell)
  }
  const [row] = await rowObjects(await engine.query('SELECT count(*) AS events FROM audit_logs'))
  say(shell, `\n   (Of ${counted(Number(row?.events))} events, each shown once, whatever was sent twice.)`)
}

/** All reports, each a page, and the page that leads to them. */
async function makeReports(lake: LocalLake, engine: LakeEngine, shell: Shell): Promise<void> {
  const now = shell.now()
  const period = { from: now - REPORT_DAYS * DAY_MS, to: now }
  const ports = { engine, engineName: engine.name, objects: lake.objects }
  const progress = new Progress(shell)
  const found: object[] = []
  for (const report of reports) {
    const { title, findings } = await storeReport({ report, period, formats: ['html'] }, ports, {
      ...{ generatedAt: now, generator: GENERATOR, signal: shell.signal },
      onQuestion: (_, number, of) => progress.show(() => `${report.name}: question ${number} of ${of}`),
    })
    found.push({ report: title, problems: findings.problem, to_review: findings.review, in_order: findings.inOrder })
  }
  await writeIndex(lake.objects)
  progress.end()
  await writeObjects(found, 'table', shell)
  say(
    shell,
    `\n   Open this page in a browser, it leads to all of them:\n\n   ${pathToFileURL(join(lake.folder, INDEX))}`,
  )
}

function nextSteps(folder: string): string {
  return `
Next, on the same lake:
  npx audit-lake query --list
  npx audit-lake query who-did-what --param from=T-24h --lake ${folder}
  npx audit-lake query --sql "SELECT verb, count(*) AS events FROM audit_logs GROUP BY verb ORDER BY verb" --lake ${folder}
  npx audit-lake doctor --lake ${folder}
And on your own records:
  npx audit-lake ingest audit-logs.json && npx audit-lake query who-did-what`
}

function say(shell: Shell, text: string): void {
  shell.stdout.write(`${text}\n`)
}
