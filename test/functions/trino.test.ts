import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { s3Store } from '../../packages/lake/src/aws/index.ts'
import { sealPolicy } from '../../stacks/policies/seal.ts'
import { answeringTrino } from '../lake/aws/answering-trino.ts'
import { type AthenaServer, athenaServer } from '../lake/aws/athena-server.ts'
import { faultProxy } from '../lake/aws/fault-proxy.ts'
import { testSettings } from '../lake/aws/moto.ts'
import { describeOnTrino } from '../trino/describe.ts'
import { type AccountNames, environmentOf, makeAccount, RESULTS } from './account.ts'
import { deniedCalls } from './aws-calls.ts'
import { kinesisEvent } from './kinesis-event.ts'
import { bundled, type Lambda } from './lambda.ts'

const DAY_MS = 24 * 60 * 60_000

describeOnTrino('a real Trino, over what the functions wrote', trino => {
  const run = Date.now().toString(36)
  const names: AccountNames = {
    bucket: `functions-${run}`,
    database: `functions_${run}`,
    deadLetters: `dead-letters-${run}`,
    receipts: `receipts-${run}`,
    workgroup: 'machines',
    sealFunction: `seal-${run}`,
  }
  let athena: AthenaServer
  let ingest: Lambda
  let seal: Lambda
  let report: Lambda
  let environment: Record<string, string>

  beforeAll(async () => {
    ;[ingest, seal, report] = await Promise.all([bundled('ingest'), bundled('seal'), bundled('report')])
    athena = await athenaServer({ answering: answeringTrino(trino.url), workGroup: names.workgroup })
    await makeAccount(trino.aws, names)
    environment = environmentOf(names, trino.aws, athena.url)
  }, 120_000)
  afterAll(() => athena.stop())

  async function ask(sql: string): Promise<readonly (readonly (string | null)[])[]> {
    const { rows } = await answeringTrino(trino.url).answer(sql, [], names.database, new AbortController().signal)
    return rows
  }

  const event = (log_id: string, emit_time: string, more: object = {}) =>
    JSON.stringify({ operation: 'DeleteUser', emit_time, log_id, ...more })

  const shown = async () =>
    (await ask('SELECT log_id, version FROM audit_logs ORDER BY log_id')).map(cells => cells.join(' '))

  it('sees arrivals at once, late events when they are sealed, and each event once at its highest version', async () => {
    const now = new Date().toISOString()
    const long = new Date(Date.now() - 100 * DAY_MS).toISOString() // its quarter is over: a report of it is due
    expect((await seal.invoke({ prepare: true }, environment, 900_000)).thrown).toBeUndefined()
    expect(await shown()).toEqual([])

    const first = [event('a', now), event('b', now, { version: 1 }), event('late', long), 'broken', '']
    for (const part of [first, first]) await ingest.invoke(kinesisEvent(part), environment)
    expect(await shown()).toEqual(['a 0', 'b 1'])

    expect((await seal.invoke({}, environment, 900_000)).thrown).toBeUndefined()
    expect(await shown()).toEqual(['a 0', 'b 1', 'late 0'])

    await ingest.invoke(
      kinesisEvent([event('b', now, { version: 2 }), event('late', long, { version: 3 })], 10),
      environment,
    )
    expect(await shown()).toEqual(['a 0', 'b 2', 'late 0'])
    expect((await seal.invoke({}, environment, 900_000)).thrown).toBeUndefined()
    expect(await shown()).toEqual(['a 0', 'b 2', 'late 3'])
  }, 300_000)

  it('reads lists, JSON text and times of a row as they were written', async () => {
    const details = { target_users: ['u1', 'u2'], spec: { retention_days: 30 } }
    await ingest.invoke(
      kinesisEvent([event('row', '2026-11-06T10:00:00.123Z', { raw_details: details })], 20),
      environment,
    )
    await seal.invoke({}, environment, 900_000)
    expect(
      await ask(`SELECT emit_time, event_date, details_target_users, details_spec_retention_days,
        json_extract_scalar(details, '$.spec.retention_days'), source FROM audit_logs WHERE log_id = 'row'`),
    ).toEqual([['2026-11-06 10:00:00.123', '2026-11-06', '[u1, u2]', '30', '30', 'kinesis:audit']])
  }, 300_000)

  it('reads each receipt and each dead letter once, however often they were delivered', async () => {
    expect(await ask('SELECT count(*) FROM delivered_receipts')).toEqual([['4']])
    const receipts = 'SELECT received, stored, late, dead_letters, empty FROM receipts ORDER BY received DESC, late'
    expect(await ask(receipts)).toEqual([
      ['5', '3', '1', '1', '1'],
      ['2', '2', '1', '0', '0'],
      ['1', '1', '1', '0', '0'],
    ])
    expect(await ask('SELECT count(*) FROM delivered_dead_letters')).toEqual([['2']])
    expect(
      await ask('SELECT reason, payload_text, source, redriven_at, year(arrival_time) > 2025 FROM dead_letters'),
    ).toEqual([['json_invalid', 'broken', 'kinesis:audit', null, 'true']])
  }, 120_000)

  it('answers the questions of the reports', async () => {
    const { thrown, lines } = await report.invoke({}, environment, 900_000)
    expect(thrown).toBeUndefined()
    const written = lines.filter(line => line.message === 'report written')
    expect(written.length).toBeGreaterThan(0)
    const client = new S3Client({ ...testSettings, endpoint: trino.aws, forcePathStyle: true })
    const page = await s3Store({ client, bucket: names.bucket }).get(
      `${written[0].folder}activity-summary-${written[0].folder.split('/')[2]}.html`,
    )
    client.destroy()
    expect(new TextDecoder().decode(page!.body)).toMatch(/^<!doctype html>/i)
  }, 300_000)

  it('seals a large day on Athena, with no more rights than the stacks give', async () => {
    const late = (version: number) => event('large', '2026-11-05T10:00:00Z', { version })
    await ingest.invoke(kinesisEvent([late(1), late(1)], 30), environment)
    await ingest.invoke(kinesisEvent([late(2), event('large-too', '2026-11-05T23:00:00Z')], 40), environment)
    const [aws, asked] = [await faultProxy(trino.aws), await faultProxy(athena.url)]
    const large = { ...environmentOf(names, aws.url, asked.url), LARGE_DAY_MIB: '0' }
    expect((await seal.invoke({}, large, 900_000)).thrown).toBeUndefined()
    expect((await shown()).filter(row => row.startsWith('large'))).toEqual(['large 2', 'large-too 0'])
    expect(await ask("SELECT count(*) FROM audit_log_versions WHERE event_date = '2026-11-05'")).toEqual([['3']])

    const seen = [...aws.seen, ...asked.seen]
    await Promise.all([aws.stop(), asked.stop()])
    expect(seen.filter(({ body }) => body.includes('CREATE TABLE sealing_')).length).toBeGreaterThan(0)
    const account = { region: testSettings.region, accountId: '123456789012', workgroup: names.workgroup }
    const place = { ...account, partition: 'aws', app: 'lake', stage: 'test' }
    const arn = (resource: string) => `arn:aws:${resource}`
    const policy = sealPolicy({
      ...{ place, workgroup: names.workgroup, database: names.database, results: RESULTS },
      bucketArn: arn(`s3:::${names.bucket}`),
      keyArn: arn('kms:::key/a'),
      queueArn: arn('sqs:::given-up'),
      logGroupArn: arn('logs:::log-group:a'),
    })
    expect(deniedCalls([policy], seen, account)).toEqual([])
  }, 300_000)
})
