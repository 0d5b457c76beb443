import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { GetPartitionsCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { s3Store } from '../../packages/lake/src/aws/index.ts'
import type { ObjectStore } from '../../packages/lake/src/index.ts'
import { type DuckDBEngine, openLocalLake } from '../../packages/lake/src/local/index.ts'
import { ingestPolicy } from '../../stacks/policies/ingest.ts'
import { reportPolicy } from '../../stacks/policies/report.ts'
import { sealPolicy } from '../../stacks/policies/seal.ts'
import type { Policy } from '../../stacks/policies/statement.ts'
import { answeringDuckDB } from '../lake/aws/answering-duckdb.ts'
import { type AthenaServer, athenaServer } from '../lake/aws/athena-server.ts'
import { type FaultProxy, faultProxy } from '../lake/aws/fault-proxy.ts'
import { presentView } from '../lake/aws/glue-view.ts'
import { describeOnMoto, testSettings } from '../lake/aws/moto.ts'
import { environmentOf, makeAccount } from './account.ts'
import { deniedCalls } from './aws-calls.ts'
import { kinesisEvent } from './kinesis-event.ts'
import { bundled, type Lambda } from './lambda.ts'

const REGION = testSettings.region
const ACCOUNT = '123456789012'
const PLACE = { partition: 'aws', region: REGION, accountId: ACCOUNT, app: 'lake', stage: 'test' }
const BUCKET = 'lake-test'
const DATABASE = 'lake_test'
const NAMES = {
  bucket: BUCKET,
  database: DATABASE,
  deadLetters: 'dead-letters',
  receipts: 'receipts',
  workgroup: 'machines',
  sealFunction: 'lake-test-seal',
}
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`

const invokesSeal = ({ path }: { path: string }) => path.includes('/functions/lake-test-seal/')

describeOnMoto('the functions, as they are bundled', aws => {
  let proxy: FaultProxy
  let athena: AthenaServer
  let folder: string
  let engine: DuckDBEngine
  let athenaProxy: FaultProxy
  let objects: ObjectStore
  let environment: Record<string, string>
  let ingest: Lambda
  let seal: Lambda
  let report: Lambda
  let glue: GlueClient

  beforeAll(async () => {
    ;[ingest, seal, report] = await Promise.all([bundled('ingest'), bundled('seal'), bundled('report')])
    proxy = aws().proxy
    glue = new GlueClient({ ...testSettings, endpoint: aws().url })
    folder = await mkdtemp(join(tmpdir(), 'functions-'))
    engine = await (await openLocalLake(folder)).engine()
    const views = presentView(glue, DATABASE)
    const answering = answeringDuckDB(engine, async (name, select) => {
      await views.define(`CREATE OR REPLACE VIEW ${name} AS\n${select}`)
    })
    athena = await athenaServer({ answering, workGroup: 'machines' })
    athenaProxy = await faultProxy(athena.url)
    objects = s3Store({
      client: new S3Client({ ...testSettings, endpoint: aws().url, forcePathStyle: true }),
      bucket: BUCKET,
    })
    await makeAccount(aws().url, NAMES)
    environment = environmentOf(NAMES, proxy.url, athenaProxy.url)
  }, 120_000)

  afterAll(async () => {
    glue.destroy()
    await athenaProxy.stop()
    await athena.stop()
    engine.close()
    await rm(folder, { recursive: true })
  })

  const record = (id: string, emit_time: string) => JSON.stringify({ operation: 'DeleteUser', emit_time, log_id: id })

  async function keys(prefix: string): Promise<string[]> {
    const found: string[] = []
    for await (const { key } of objects.list(prefix)) found.push(key)
    return found
  }

  /** What was asked of AWS since, and must be allowed by a policy. */
  function denied(policy: Policy): string[] {
    const seen = [...proxy.seen.splice(0), ...athenaProxy.seen.splice(0)]
    expect(seen.length).toBeGreaterThan(0)
    return deniedCalls([policy], seen, { region: REGION, accountId: ACCOUNT, workgroup: 'machines' })
  }

  const ingestAllows = () =>
    ingestPolicy({
      streamArn: arn('kinesis', 'stream/audit'),
      keyArn: arn('kms', 'key/a'),
      bucketArn: `arn:aws:s3:::${BUCKET}`,
      deliveryArns: ['dead-letters', 'receipts'].map(name => arn('firehose', `deliverystream/${name}`)),
      sealArn: arn('lambda', 'function:lake-test-seal'),
      logGroupArn: arn('logs', 'log-group:/aws/lambda/a'),
    })

  const asking = () => ({
    place: PLACE,
    workgroup: 'machines',
    database: DATABASE,
    bucketArn: `arn:aws:s3:::${BUCKET}`,
    results: 'athena-results/machines/',
    keyArn: arn('kms', 'key/a'),
    logGroupArn: arn('logs', 'log-group:/aws/lambda/a'),
  })

  const sealAllows = () => sealPolicy({ ...asking(), queueArn: arn('sqs', 'given-up') })

  it('ingest stores rows, delivers dead letters and a receipt, asks for a seal of what is late, and says so', async () => {
    const now = new Date().toISOString()
    proxy.break(invokesSeal, { kind: 'answer', status: 202 })
    const event = kinesisEvent([record('a', now), 'not JSON', record('late', '2026-01-05T00:00:00Z'), ''])
    const { returned, lines } = await ingest.invoke(event, environment)
    expect(returned).toEqual({ batchItemFailures: [] })
    expect(await keys('arrivals/')).toEqual([
      expect.stringMatching(/^arrivals\/arrival_hour=.*\/shardId-000000000006-.*\.parquet$/),
    ])
    expect(await keys('late/')).toHaveLength(1)
    expect(proxy.seen.filter(invokesSeal)).toHaveLength(1)

    const counts = { records: 4, received: 4, stored: 2, late: 1, repeats: 0, dead_letters: 1, empty: 1 }
    expect(lines.find(line => line._aws)).toMatchObject({ service: 'test', ...counts })
    expect(lines.find(line => line.message === 'batch stored').receipt).toMatchObject(counts)
    expect(JSON.stringify(lines)).not.toContain('not JSON') // no word of a record in the log

    const letters = await linesUnder('dead-letters/')
    expect(letters).toMatchObject([{ payload_text: 'not JSON', source: 'kinesis:audit' }])
    expect(await linesUnder('receipts/')).toMatchObject([counts])
    expect(denied(ingestAllows())).toEqual([])
  })

  it('ingest fails the batch when a store is out of order, so that Lambda delivers it again', async () => {
    const isArrival = ({ path }: { path: string }) => path.includes('/arrivals/')
    const fault = { kind: 'answer', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' } as const
    proxy.break(isArrival, fault)
    const { returned, thrown } = await ingest.invoke(kinesisEvent([record('b', new Date().toISOString())]), environment)
    expect(returned).toBeUndefined()
    expect(thrown).toContain('AccessDenied')
    proxy.seen.splice(0)
  })

  it('ingest stores late rows also when no seal can be asked for, and says so', async () => {
    const before = (await keys('late/')).length
    proxy.break(invokesSeal, { kind: 'answer', status: 403, body: '{}' })
    const { returned, lines } = await ingest.invoke(kinesisEvent([record('c', '2026-01-06T00:00:00Z')]), environment)
    expect(returned).toEqual({ batchItemFailures: [] })
    expect(await keys('late/')).toHaveLength(before + 1)
    expect(lines.find(line => line.level === 'WARN').message).toContain('late rows wait for the next by the schedule')
    proxy.seen.splice(0)
  })

  it('seal prepares the catalog when it is deployed, seals, publishes, and says how far it is', async () => {
    const { thrown, lines } = await seal.invoke({ prepare: true }, environment, 900_000)
    expect(thrown).toBeUndefined()
    const days = (await keys('sealed/')).map(key => key.split('/')[1])
    expect(days).toEqual(['event_date=2026-01-05', 'event_date=2026-01-06'])
    const { Partitions } = await glue.send(new GetPartitionsCommand({ DatabaseName: DATABASE, TableName: 'sealed' }))
    expect(Partitions!.map(({ Values }) => Values![0])).toEqual(['2026-01-05', '2026-01-06'])
    for (const view of [
      'audit_logs',
      'audit_log_versions',
      'receipts',
      'dead_letters',
      'events_flat',
      'event_targets',
      'access_changes',
      'known_names',
      'api_key_events',
    ]) {
      const { Table } = await glue.send(new GetTableCommand({ DatabaseName: DATABASE, Name: view }))
      expect(Table!.TableType).toBe('VIRTUAL_VIEW')
    }
    expect(await keys('late/')).toEqual([]) // sealed, and no reader looks there
    const metrics = lines.find(line => line._aws)
    expect(metrics).toMatchObject({ files_sealed: 2, days_sealed: 2 })
    expect(metrics.seconds_behind).toBeLessThan(2 * 3_600)
    expect(denied(sealAllows())).toEqual([])
  })

  it('seal finds nothing to do when it is called again', async () => {
    const before = await keys('sealed/')
    const { thrown, lines } = await seal.invoke({}, environment, 900_000)
    expect(thrown).toBeUndefined()
    expect(await keys('sealed/')).toEqual(before)
    expect(lines.find(line => line._aws)).toMatchObject({ files_sealed: 0, days_sealed: 0 })
    expect(denied(sealAllows())).toEqual([])
  })

  it('seal gives a leaf a column when it is asked to, and seals nothing', async () => {
    const before = await keys('sealed/')
    const { returned } = await seal.invoke({ promote: '/tier' }, environment, 900_000)
    expect(returned).toMatchObject({ promoted: { name: 'details_tier', pointer: '/tier', by: 'request' } })
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: DATABASE, Name: 'sealed' }))
    expect(Table!.StorageDescriptor!.Columns!.at(-1)).toMatchObject({ Name: 'details_tier', Type: 'string' })
    expect(await keys('sealed/')).toEqual(before)
    expect(denied(sealAllows())).toEqual([])
  })

  it('seal takes another rule of promotion, and none that is no rule', async () => {
    const promotionRule = { days: 9, columns: 0 }
    expect((await seal.invoke({ promotionRule }, environment, 900_000)).returned).toEqual({ promotionRule })
    const { thrown } = await seal.invoke({ promotionRule: { days: 'x' } }, environment, 900_000)
    expect(thrown).toContain('write whole numbers')
    expect(JSON.parse(await textOf('manifest.json'))).toMatchObject({ promotionRule })
    expect(denied(sealAllows())).toEqual([])
  })

  it('seal ends by itself before Lambda ends it, and commits nothing by halves', async () => {
    await ingest.invoke(kinesisEvent([record('d', '2026-01-07T00:00:00Z')], 10), environment)
    const { thrown } = await seal.invoke({}, environment, 60_000)
    expect(thrown).toContain('TimeoutError')
    expect(await keys('late/')).toHaveLength(1)
    const again = await seal.invoke({}, environment, 900_000)
    expect(again.thrown).toBeUndefined()
    expect(await keys('late/')).toEqual([])
  })

  it('report makes what is due and not stored, tells of it, and makes none of it twice', async () => {
    for (const key of await keys('arrivals/')) {
      await mkdir(dirname(join(folder, key)), { recursive: true })
      await writeFile(join(folder, key), (await objects.get(key))!.body)
    }
    proxy.seen.splice(0)
    athenaProxy.seen.splice(0)
    const { thrown, lines } = await report.invoke({}, environment, 900_000)
    expect(thrown).toBeUndefined()
    const folders = lines.flatMap(line => (line.message === 'report written' ? [line.folder as string] : []))
    expect(folders.length).toBeGreaterThan(2) // the events are of January 2026, quarters ago
    for (const folder of folders) {
      expect(folder).toMatch(/^reports\/activity-summary\/\d{4}-\d\d-01-to-\d{4}-\d\d-01\/$/)
      const { files } = JSON.parse(await textOf(`${folder}run.json`)) as { files: { name: string; sha256: string }[] }
      expect(files.filter(({ name }) => !name.includes('/')).map(({ name }) => name.split('.').at(-1))).toEqual([
        ...['html', 'pdf', 'xlsx', 'json'],
      ])
      for (const { name, sha256 } of files) {
        const { body } = (await objects.get(`${folder}${name}`))!
        expect(createHash('sha256').update(body).digest('hex')).toBe(sha256)
      }
    }
    expect(await textOf('reports/index.html')).toContain('Stored reports')
    expect(lines.find(line => line._aws)).toMatchObject({ reports_made: folders.length, reports_overdue: 0 })
    const told = proxy.seen.filter(({ body }) => body.includes('Action=Publish')).map(({ body }) => body)
    expect(told).toHaveLength(folders.length)
    expect(new URLSearchParams(told[0]).get('MessageAttributes.entry.1.Value.StringValue')).toBe(
      '["auditor@example.com"]',
    )
    expect(denied(reportPolicy({ ...asking(), topicArn: arn('sns', 'reports') }))).toEqual([])
  }, 180_000)

  it('report makes again what was lost, and nothing else', async () => {
    const runs = (await keys('reports/')).filter(key => key.endsWith('/run.json'))
    await objects.delete(runs[2]!)
    const { lines } = await report.invoke({}, environment, 900_000)
    const folders = lines.flatMap(line => (line.message === 'report written' ? [`${line.folder}run.json`] : []))
    expect(folders).toEqual([runs[2]])
    const idle = await report.invoke({}, environment, 900_000)
    expect(idle.lines.find(line => line._aws)).toMatchObject({ reports_made: 0, reports_overdue: 0 })
  }, 180_000)

  it('report says what is overdue when a store is out of order, and fails', async () => {
    const runs = (await keys('reports/')).filter(key => key.endsWith('/run.json'))
    await objects.delete(runs[0]!)
    const isReport = ({ method, path }: { method: string; path: string }) =>
      method === 'PUT' && path.includes('/reports/')
    proxy.break(isReport, { kind: 'answer', status: 403, body: '<Error><Code>AccessDenied</Code></Error>' })
    const { thrown, lines } = await report.invoke({}, environment, 900_000)
    expect(thrown).toContain('1 of the reports failed')
    expect(lines.find(line => line._aws)).toMatchObject({ reports_made: 0, reports_overdue: 1 })
    proxy.seen.splice(0)
  }, 180_000)

  async function textOf(key: string): Promise<string> {
    return new TextDecoder().decode((await objects.get(key))!.body)
  }

  async function linesUnder(prefix: string): Promise<object[]> {
    const found: object[] = []
    for (const key of await keys(prefix)) {
      const { body } = (await objects.get(key))!
      const text = new TextDecoder().decode(key.endsWith('.gz') ? gunzipSync(body) : body)
      found.push(
        ...text
          .split('\n')
          .filter(Boolean)
          .map(line => JSON.parse(line) as object),
      )
    }
    return found
  }
})
