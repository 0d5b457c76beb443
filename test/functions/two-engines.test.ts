import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AthenaClient } from '@aws-sdk/client-athena'
import { GlueClient } from '@aws-sdk/client-glue'
import { CreateStreamCommand, type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kinesisClient } from '../../packages/cli/src/stream/kinesis-client.ts'
import { athenaEngine, glueCatalog, s3Store } from '../../packages/lake/src/aws/index.ts'
import {
  type Catalog,
  type Engine,
  type ObjectStore,
  promote,
  rowObjects,
  type Value,
} from '../../packages/lake/src/index.ts'
import { readManifest, sealedKey } from '../../packages/lake/src/manifest.ts'
import { type Checkpoints, type Endpoint, startEndpoint } from '../../packages/stream/src/index.ts'
import { copyOf } from '../faults/aws/function-lake.ts'
import { answeringTrino } from '../lake/aws/answering-trino.ts'
import { type AthenaServer, athenaServer } from '../lake/aws/athena-server.ts'
import { type FaultProxy, faultProxy } from '../lake/aws/fault-proxy.ts'
import { testSettings } from '../lake/aws/moto-server.ts'
import { recordsOf } from '../lake/seal/event.ts'
import { bytesRead } from '../trino/bytes-read.ts'
import { describeOnTrino } from '../trino/describe.ts'
import { type AccountNames, environmentOf, makeAccount } from './account.ts'
import { bundled, type Lambda } from './lambda.ts'
import { checkpointsInMemory, deliver } from './stream-event.ts'

const DAY_MS = 24 * 60 * 60_000
const STREAM = 'audit'

/** In this order: what comes first is what most readers ask. */
const QUESTIONS = [
  'SELECT * FROM audit_logs ORDER BY emit_time, log_id, operation',
  'SELECT * FROM audit_log_versions ORDER BY emit_time, log_id, operation, version',
  'SELECT * FROM receipts ORDER BY batch_id',
  'SELECT * FROM dead_letters ORDER BY sequence_number, position',
]

describeOnTrino('a lake that the functions made, asked by Trino and by DuckDB', trino => {
  const run = Date.now().toString(36)
  const names: AccountNames = {
    bucket: `engines-${run}`,
    database: `engines_${run}`,
    deadLetters: `letters-${run}`,
    receipts: `all-receipts-${run}`,
    workgroup: 'machines',
    sealFunction: `seal-it-${run}`,
  }
  // the last of what happens is in the past: Trino shows no arrivals of hours to come
  const first = Math.floor(Date.now() / DAY_MS - 5) * DAY_MS
  let now = first
  let ingest: Lambda
  let seal: Lambda
  let athena: AthenaServer
  let athenaProxy: FaultProxy
  let awsProxy: FaultProxy
  let endpoint: Endpoint
  let kinesis: KinesisClient
  let folder: string
  let s3: S3Client
  let glue: GlueClient
  let athenaClient: AthenaClient
  let objects: ObjectStore
  let catalog: Catalog
  let engine: Engine
  const checkpoints: Checkpoints = checkpointsInMemory()

  beforeAll(async () => {
    ;[ingest, seal] = await Promise.all([bundled('ingest'), bundled('seal')])
    athena = await athenaServer({ answering: answeringTrino(trino.url), workGroup: names.workgroup })
    athenaProxy = await faultProxy(athena.url)
    awsProxy = await faultProxy(trino.aws)
    await makeAccount(trino.aws, names)
    folder = await mkdtemp(join(tmpdir(), 'engines-'))
    endpoint = await startEndpoint({ folder: join(folder, 'stream'), now: () => now })
    kinesis = kinesisClient({ stream: STREAM, endpoint: endpoint.url })
    await kinesis.send(new CreateStreamCommand({ StreamName: STREAM, ShardCount: 1 }))
    s3 = new S3Client({ ...testSettings, endpoint: trino.aws, forcePathStyle: true })
    glue = new GlueClient({ ...testSettings, endpoint: trino.aws })
    athenaClient = new AthenaClient({ ...testSettings, endpoint: athena.url })
    objects = s3Store({ client: s3, bucket: names.bucket })
    const athenaOfLake = athenaEngine({ client: athenaClient, workGroup: names.workgroup, database: names.database })
    engine = athenaOfLake
    catalog = glueCatalog({ client: glue, database: names.database, objects, engine: athenaOfLake })
  }, 120_000)

  afterAll(async () => {
    for (const client of [s3, glue, athenaClient, kinesis]) client.destroy()
    await endpoint.close()
    await Promise.all([athenaProxy.stop(), awsProxy.stop()])
    await athena.stop()
    await rm(folder, { recursive: true })
  })

  /** A moment of the story. @param days after its first */
  const at = (days: number, time: string) => new Date(first + days * DAY_MS + Date.parse(`1970-01-01T${time}Z`))
  const environment = () => ({
    ...environmentOf(names, awsProxy.url, athenaProxy.url),
    CLOCK: new Date(now).toISOString(),
    NODE_OPTIONS: `--import=${join(import.meta.dirname, 'clock.mjs')}`,
  })

  /** Puts events into the stream, and has the function take them. @param times how often they are delivered to it */
  async function arrive(
    when: Date,
    events: Parameters<typeof recordsOf>[0],
    others: readonly string[] = [],
    times = 1,
  ) {
    now = when.getTime()
    const data = [...recordsOf(events, when.toISOString()).map(record => record.data), ...others.map(textBytes)]
    const Records = data.map(Data => ({ Data, PartitionKey: '1' }))
    await kinesis.send(new PutRecordsCommand({ StreamName: STREAM, Records }))
    await deliver(kinesis, STREAM, checkpoints, async event => {
      for (let i = 0; i < times; i++) {
        const { thrown } = await ingest.invoke(event, environment())
        expect(thrown).toBeUndefined()
      }
    })
  }

  async function sealAt(when: Date, event: object = {}): Promise<string | undefined> {
    now = when.getTime()
    return (await seal.invoke(event, environment(), 900_000)).thrown
  }

  /** Both engines, over the same files with the same things published. @returns what is shown, in the view's order */
  async function same(): Promise<string[]> {
    const lake = await copyOf(objects, catalog, await mkdtemp(join(folder, 'copy-')))
    const duckDB = await lake.engine()
    try {
      for (const question of QUESTIONS)
        expect(await rowsOf(engine, question), question).toEqual(await rowsOf(duckDB, question))
    } finally {
      duckDB.close()
    }
    const shown = await rowsOf(engine, QUESTIONS[0]!)
    return shown.map(({ log_id, version }) => `${log_id} ${version}`)
  }

  it('shows the same in both before a seal, between the two steps of publishing it, and after', async () => {
    expect(await sealAt(at(0, '10:20:00'), { prepare: true })).toBeUndefined()
    expect(await same()).toEqual([])

    const a = { id: 'a', at: at(0, '10:20:00').toISOString() }
    const b = { id: 'b', at: at(-1, '23:59:59.999').toISOString() }
    const z = { id: 'z', at: at(-30, '05:00:00').toISOString() }
    await arrive(at(0, '10:30:00'), [a, b, z], ['{"log_id":', ''], 2)
    await arrive(at(0, '10:50:00'), [{ ...a, version: 1 }, b])
    expect(await same()).toEqual(['b 0', 'a 1'])

    const isView = ({ body }: { body: string }) => body.includes('CREATE OR REPLACE VIEW')
    const refused = { __type: 'InvalidRequestException', AthenaErrorCode: 'INVALID_INPUT', Message: 'not now' }
    const fault = { kind: 'answer', status: 400, body: JSON.stringify(refused) } as const
    athenaProxy.break(isView, fault, fault) // a sealer that has committed tries again once
    expect(await sealAt(at(0, '11:15:00'))).toContain('not now')
    const between = (await catalog.read()).published
    expect(Object.keys(between.partitions)).toHaveLength(3)
    expect(between.sealedThrough).toBe(hourText(at(0, '09:00:00')))
    expect(await same()).toEqual(['z 0', 'b 0', 'a 1'])
    await arrive(at(0, '11:30:00'), [
      { id: 'c', at: at(0, '11:00:00').toISOString() },
      { ...b, version: 2 },
    ])
    expect(await same()).toEqual(['z 0', 'b 2', 'a 1', 'c 0'])

    expect(await sealAt(at(0, '11:40:00'))).toBeUndefined()
    expect((await catalog.read()).published.sealedThrough).toBe(hourText(at(0, '10:00:00')))
    expect(await same()).toEqual(['z 0', 'b 2', 'a 1', 'c 0'])

    await arrive(at(0, '12:30:00'), [
      { ...z, version: 1 },
      { ...a, version: 2 },
    ])
    expect(await same()).toEqual(['z 0', 'b 2', 'a 2', 'c 0'])
    expect(await sealAt(at(0, '13:15:00'))).toBeUndefined()
    expect(await same()).toEqual(['z 1', 'b 2', 'a 2', 'c 0'])

    await arrive(at(3, '09:30:00'), [
      { ...a, version: 3 },
      { id: 'd', at: at(3, '09:29:00').toISOString() },
    ])
    expect(await sealAt(at(3, '10:20:00'))).toBeUndefined()
    expect(await same()).toEqual(['z 1', 'b 2', 'a 3', 'c 0', 'd 0'])
  }, 600_000)

  it('reads of a closed day its file and nothing else', async () => {
    const day = dayText(at(0, '00:00:00'))
    const ofOneDay = `SELECT * FROM audit_logs WHERE event_date = '${day}'`
    const [plan] = await rowsOf(engine, `EXPLAIN (TYPE IO, FORMAT JSON) ${ofOneDay}`)
    const { inputTableColumnInfos } = JSON.parse(String(Object.values(plan!)[0]))
    expect(inputTableColumnInfos).toMatchObject([
      {
        table: { schemaTable: { table: 'sealed' } },
        constraint: { columnConstraints: [{ columnName: 'event_date', domain: { ranges: [bounds(day)] } }, CURRENT] },
      },
    ])
    const { days } = (await readManifest(objects)).manifest
    const file = await objects.get(sealedKey(day, days[day]!.generation))
    expect(await bytesRead(trino.url, ofOneDay, names.database)).toBe(file!.body.length)
    expect(await bytesRead(trino.url, 'SELECT * FROM audit_logs', names.database)).toBeGreaterThan(file!.body.length)
  }, 120_000)

  it('shows the same in both while a leaf is promoted, and after it, with late and resent events', async () => {
    const closed = (id: string, tier: unknown, version = 0) => event(id, at(-29, '06:00:00'), tier, version)
    const longClosed = (id: string, tier: unknown) => event(id, at(-28, '06:00:00'), tier)
    const open = (id: string, tier: unknown, version = 0) => event(id, at(3, '10:25:00'), tier, version)
    const tiers = async () => {
      await same()
      const sql = `SELECT log_id, version, details_tier FROM audit_logs WHERE details LIKE '%tier%' ORDER BY log_id`
      return (await rowsOf(engine, sql)).map(({ log_id, version, details_tier }) => [log_id, version, details_tier])
    }
    await arrive(at(3, '10:30:00'), [
      closed('k', 'gold'),
      longClosed('l', 'lead'),
      open('m', '#1.10#'),
      open('n', 'tin'),
    ])
    expect(await sealAt(at(3, '11:15:00'))).toBeUndefined()

    let between: readonly string[] = []
    const lookedAt: Catalog = {
      ...catalog,
      async setView(...view) {
        between = [...(await same()), ...(await catalog.read()).published.columns.map(({ name }) => name)]
        return await catalog.setView(...view)
      },
    }
    await promote({ objects, catalog: lookedAt }, '/tier', { now: () => now })
    expect(between).toEqual(['z 1', 'k 0', 'l 0', 'b 2', 'a 3', 'c 0', 'd 0', 'm 0', 'n 0', 'details_tier'])
    const promoted = [
      ['k', 0, null],
      ['l', 0, null],
      ['m', 0, '1.10'],
      ['n', 0, 'tin'],
    ]
    expect(await tiers()).toEqual(promoted)

    await arrive(at(3, '11:30:00'), [closed('k', 'silver', 1), open('m', ['no', 'text'], 1), open('o', true)], [], 2)
    const arrived = [...promoted.with(2, ['m', 1, null]), ['o', 0, 'true']]
    expect(await tiers()).toEqual(arrived)
    expect(await sealAt(at(3, '12:15:00'))).toBeUndefined()
    const sealed = arrived.with(0, ['k', 1, 'silver'])
    expect(await tiers()).toEqual(sealed)
    expect(await sealAt(at(3, '12:30:00'), { all: true })).toBeUndefined()
    expect(await tiers()).toEqual(sealed.with(1, ['l', 0, 'lead']))
  }, 600_000)
})

/** An event with a leaf that the table has no column for. */
function event(id: string, time: Date, tier: unknown, version = 0) {
  return { id, at: time.toISOString(), version, details: { tier } }
}

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function dayText(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** As arrivals are partitioned: `2026-11-22-10`. */
function hourText(time: Date): string {
  return time.toISOString().slice(0, 13).replace('T', '-')
}

const CURRENT = { columnName: 'is_current' }

/** A range of one value, as Trino writes it. */
function bounds(value: string) {
  const exactly = { value, bound: 'EXACTLY' }
  return { low: exactly, high: exactly }
}

async function rowsOf(engine: Engine, sql: string): Promise<Record<string, Value>[]> {
  return await rowObjects(await engine.query(sql))
}
