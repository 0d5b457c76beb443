import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AthenaClient } from '@aws-sdk/client-athena'
import { GetTablesCommand, GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { DuckDBInstance } from '@duckdb/node-api'
import { parquetMetadata } from 'hyparquet'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  athenaEngine,
  athenaMerger,
  dropLeftTables,
  glueCatalog,
  s3Store,
} from '../../../packages/lake/src/aws/index.ts'
import {
  cleanUp,
  type DayMerger,
  ingest,
  type ObjectStore,
  promote,
  readManifest,
  rowObjects,
  seal,
  sealedKey,
} from '../../../packages/lake/src/index.ts'
import { copyingMerger, type DuckDBMerger } from '../../../packages/lake/src/local/index.ts'
import { makeTables, RESULTS } from '../../functions/account.ts'
import { describeOnTrino } from '../../trino/describe.ts'
import { type Event, recordsOf } from '../seal/event.ts'
import { answeringTrino } from './answering-trino.ts'
import { type AthenaServer, athenaServer } from './athena-server.ts'
import { testSettings } from './moto-server.ts'

const DAY = '2026-11-22'
const A = { id: 'a', at: `${DAY}T10:20:00.123Z`, details: { spec: { tier: '#1.10#' } } }
const B = { id: 'b', at: `${DAY}T00:00:00Z`, details: { target_users: [], note: `it's "ünï" \\ 日本 \u0000` } }
const C = {
  id: 'c',
  at: `${DAY}T23:59:59.999Z`,
  details: { target_users: ['u1', 'u, 2'], spec: { tier: { deep: 1 } } },
}
const PLAIN = { id: 'plain', at: `${DAY}T10:20:00.123Z`, record: { log_id: undefined, extra_field: [1, null] } }
const YESTERDAY = { id: 'y', at: '2026-11-21T12:00:00Z' }
const LATE = { id: 'late', at: '2026-01-05T00:00:00Z', details: { spec: { tier: 'gold' } } }
const HOUR_MS = 60 * 60_000
const PROMOTED = [{ name: 'details_spec_tier', pointer: '/spec/tier' }]

describeOnTrino('sealing on Athena, with Trino behind it,', trino => {
  const run = Date.now().toString(36)
  let server: AthenaServer
  let athena: AthenaClient
  let glue: GlueClient
  let s3: S3Client
  let folder: string
  let lakes = 0
  const mergers: DuckDBMerger[] = []

  beforeAll(async () => {
    server = await athenaServer({ answering: answeringTrino(trino.url), workGroup: 'machines' })
    athena = new AthenaClient({ ...testSettings, endpoint: server.url })
    glue = new GlueClient({ ...testSettings, endpoint: trino.aws })
    s3 = new S3Client({ ...testSettings, endpoint: trino.aws, forcePathStyle: true })
    folder = await mkdtemp(join(tmpdir(), 'athena-merger-'))
  })
  afterAll(async () => {
    for (const merger of mergers) await merger.close()
    await server.stop()
    for (const client of [athena, glue, s3]) client.destroy()
    await rm(folder, { recursive: true })
  })

  /** A lake in a bucket, which both engines can seal. */
  async function openLake() {
    lakes += 1
    const database = `sealing_on_${run}_${lakes}`
    const bucket = database.replaceAll('_', '-')
    await makeTables(trino.aws, { bucket, database })
    const objects = s3Store({ client: s3, bucket })
    const duckDB = await copyingMerger(objects, await mkdtemp(join(folder, 'copies-')))
    mergers.push(duckDB)
    const engine = athenaEngine({ client: athena, workGroup: 'machines', database })
    const place = { client: glue, database, engine, s3, bucket, objects, results: RESULTS }
    const catalog = glueCatalog({ client: glue, database, objects, engine })
    const nowhere = { put: async () => {} }
    let batches = 0
    let ids = 0
    return {
      objects,
      catalog,
      engine,
      place,
      duckDB,
      onAthena: athenaMerger({ ...place, small: duckDB, partBytes: 4_096 }),
      ingest: (at: string, ...events: readonly Event[]) =>
        ingest(
          recordsOf(events, at, ++batches * 1000),
          { objects, deadLetters: nowhere, receipts: nowhere },
          { writtenAt: Date.parse(at) },
        ),
      seal: (at: string, merger: DayMerger) =>
        seal({ objects, catalog, merger }, { now: () => Date.parse(at), newId: () => `id${ids++}` }),
      cleanUp: (at: string, merger: DayMerger) => cleanUp({ objects, catalog, merger }, { now: () => Date.parse(at) }),
      /** What there is in Glue and in the bucket for a while only. */
      async temporary(): Promise<string[]> {
        const { TableList } = await glue.send(
          new GetTablesCommand({ DatabaseName: database, Expression: 'sealing_.*' }),
        )
        return [...TableList!.map(({ Name }) => Name!), ...(await keysIn(objects, 'athena-results/'))]
      },
    }
  }

  it('says of files, and makes of them, what DuckDB does, value by value, and of no other files', async () => {
    const lake = await openLake()
    await lake.ingest(`${DAY}T10:30:00Z`, A, B, YESTERDAY, { ...A, version: 1 }, PLAIN)
    await lake.duckDB.merge(DAY, await keysIn(lake.objects, 'arrivals/'), sealedKey(DAY, 'older'), [])
    await lake.ingest(`${DAY}T10:40:00Z`, A, { ...A, version: 3 }, { ...A, version: 2 }, B, C, LATE, PLAIN)
    await lake.ingest('2026-11-25T10:40:00Z', { ...C, version: 7 }, LATE)
    const keys = [...(await keysIn(lake.objects, 'arrivals/')), ...(await keysIn(lake.objects, 'late/'))]
    await lake.ingest(`${DAY}T10:50:00Z`, { ...A, id: 'came after the plan', version: 9 })

    expect(await lake.onAthena.days(keys)).toEqual(await lake.duckDB.days(keys))
    const inputs = [sealedKey(DAY, 'older'), ...keys]
    const facts = ['rows', 'events', 'firstTime', 'lastTime'] as const
    const [{ copies, ...expected }, { copies: copiesByDuckDB, ...byDuckDB }] = [
      await lake.onAthena.expected(DAY, inputs, PROMOTED),
      await lake.duckDB.expected(DAY, inputs, PROMOTED),
    ]
    for (const fact of facts) expect(expected[fact]).toBe(byDuckDB[fact])
    expect(copies).toBe(copiesByDuckDB)

    const [one, other] = [sealedKey(DAY, 'athena'), sealedKey(DAY, 'duckdb')]
    const written = await lake.onAthena.merge(DAY, inputs, one, PROMOTED)
    await lake.duckDB.merge(DAY, inputs, other, PROMOTED)
    expect(await lake.onAthena.readBack(one)).toEqual({ ...expected, ...written })
    expect(await lake.duckDB.readBack(one)).toEqual({ ...byDuckDB, ...written })
    const [merged, mergedByDuckDB] = [await fileOf(lake.objects, one), await fileOf(lake.objects, other)]
    expect(merged.types).toEqual(mergedByDuckDB.types)
    expect(merged.rows).toEqual(mergedByDuckDB.rows)
    expect(merged.rows).toHaveLength(8)
    expect(merged.times).toEqual([...merged.times].sort())
    expect(merged.times.length).toBeGreaterThan(2)

    expect(await lake.onAthena.missing(keys, [one])).toEqual(await lake.duckDB.missing(keys, [one]))
    expect(await lake.onAthena.missing(keys, [])).toEqual(await lake.duckDB.missing(keys, []))
    expect(await newsOf(lake.onAthena, one, sealedKey(DAY, 'older'))).toEqual(
      await newsOf(lake.duckDB, one, sealedKey(DAY, 'older')),
    )
    expect(await lake.temporary()).toEqual([])
  }, 300_000)

  it('seals, publishes and cleans up as with DuckDB', async () => {
    const [one, other] = [await openLake(), await openLake()]
    const told = []
    for (const [lake, merger] of [
      [one, one.onAthena],
      [other, other.duckDB],
    ] as const) {
      await lake.ingest(`${DAY}T10:30:00Z`, A, B, YESTERDAY, LATE)
      await lake.seal(`${DAY}T11:15:00Z`, merger)
      await promote(lake, '/spec/tier', { now: () => Date.parse(`${DAY}T11:20:00Z`) })
      await lake.ingest(`${DAY}T11:30:00Z`, { ...A, version: 1 }, B, C, { ...LATE, version: 2 })
      await lake.seal(`${DAY}T12:15:00Z`, merger)
      await lake.cleanUp(`${DAY}T12:16:00Z`, merger)
      const { deleted, kept } = await lake.cleanUp(`${DAY}T15:00:00Z`, merger)
      const { manifest } = await readManifest(lake.objects)
      const days = Object.entries(manifest.days).map(([day, { bytes, sha256, ...sealed }]) => [day, sealed])
      const sql = 'SELECT * FROM audit_log_versions ORDER BY event_date, emit_time, log_id, version'
      const shown = await rowObjects(await lake.engine.query(sql))
      told.push({ days, growth: manifest.growth, deleted: deleted.length, kept, shown })
    }
    expect(told[0]).toEqual(told[1])
    expect(told[0]!.deleted).toBeGreaterThan(0)
    expect(told[0]!.shown.map(({ log_id, version }) => `${log_id} ${version}`)).toEqual([
      'late 0',
      'late 2',
      'y 0',
      'b 0',
      'a 0',
      'a 1',
      'c 0',
    ])
    expect(await one.temporary()).toEqual([])
  }, 300_000)

  it('commits nothing when the merged file is not what its inputs say', async () => {
    const lake = await openLake()
    await lake.ingest(`${DAY}T10:30:00Z`, A)
    await lake.ingest(`${DAY}T10:31:00Z`, B)
    const losing: DayMerger = {
      ...lake.onAthena,
      merge: (day, keys, output, promoted) => lake.onAthena.merge(day, keys.slice(1), output, promoted),
    }
    await expect(lake.seal(`${DAY}T11:15:00Z`, losing)).rejects.toThrow('is not what its inputs say')
    expect((await readManifest(lake.objects)).etag).toBeNull()
  }, 300_000)

  it('drops what a sealer left that died, once no query can be about it', async () => {
    const { place, temporary } = await openLake()
    await place.engine.define(
      "CREATE TABLE sealing_left WITH (format = 'PARQUET', write_compression = 'ZSTD', partitioned_by = ARRAY['part']) AS SELECT 1 AS a, 0 AS part",
    )
    const left = await temporary()
    expect(left.length).toBeGreaterThan(1)
    await dropLeftTables(place, Date.now() + HOUR_MS)
    expect(await temporary()).toEqual(left)
    await dropLeftTables(place, Date.now() + 3 * HOUR_MS)
    expect(await temporary()).toEqual([])
  }, 120_000)

  /** A file as DuckDB reads it, whoever wrote it, and the least time of each of its row groups, in their order. */
  async function fileOf(objects: ObjectStore, key: string) {
    const path = join(folder, 'read', key)
    const { body } = (await objects.get(key))!
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, body)
    const instance = await DuckDBInstance.create(':memory:')
    const connection = await instance.connect()
    const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson()
    const order = 'ORDER BY emit_time, log_id, operation, version'
    const types = await ask(`SELECT column_name, column_type FROM (DESCRIBE FROM '${path}') ORDER BY 1`)
    const rows = await ask(`FROM '${path}' ${order}`)
    connection.closeSync()
    instance.closeSync()
    const times = parquetMetadata(body).row_groups.map(({ columns }) => {
      const { statistics } = columns.find(({ meta_data }) => meta_data!.path_in_schema[0] === 'emit_time')!.meta_data!
      return (statistics!.min_value as Date).toISOString()
    })
    return { types, rows, times }
  }
})

async function newsOf(merger: DayMerger, key: string, older: string): Promise<unknown[]> {
  const told: unknown[] = []
  await merger.newRows(key, older, rows => told.push(rows))
  return told
}

async function keysIn(objects: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of objects.list(prefix)) keys.push(key)
  return keys
}
