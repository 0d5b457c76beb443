import { readFileSync } from 'node:fs'
import { AthenaClient } from '@aws-sdk/client-athena'
import { type Column, CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { columns } from '../../../packages/core/src/index.ts'
import {
  type AthenaEngine,
  addColumns,
  athenaEngine,
  glueCatalog,
  s3Store,
} from '../../../packages/lake/src/aws/index.ts'
import {
  EMPTY_CATALOG,
  ingest,
  type ObjectStore,
  promote,
  rowObjects,
  type Value,
} from '../../../packages/lake/src/index.ts'
import { publish } from '../../../packages/lake/src/publish/publish.ts'
import { describeOnTrino } from '../../trino/describe.ts'
import { catalogSuite } from '../catalog.suite.ts'
import { engineSuite } from '../engine.suite.ts'
import { testLake } from '../seal/lake.ts'
import { answeringTrino } from './answering-trino.ts'
import { ATHENA_EXCEPTIONS } from './athena-exceptions.ts'
import { type AthenaServer, athenaServer } from './athena-server.ts'
import { testSettings } from './moto.ts'

const NO_FIREHOSE = 'there is no Firehose for receipts and dead letters'

describeOnTrino('on a real Trino', trino => {
  const run = Date.now().toString(36)
  let server: AthenaServer
  let athena: AthenaClient
  let glue: GlueClient
  let s3: S3Client
  let lakes = 0

  beforeAll(async () => {
    server = await athenaServer({ answering: answeringTrino(trino.url), workGroup: 'reports' })
    athena = new AthenaClient({ ...testSettings, endpoint: server.url })
    glue = new GlueClient({ ...testSettings, endpoint: trino.aws })
    s3 = new S3Client({ ...testSettings, endpoint: trino.aws, forcePathStyle: true })
  })
  afterAll(async () => {
    await server.stop()
    for (const client of [athena, glue, s3]) client.destroy()
  })

  const engineOf = (database: string) => athenaEngine({ client: athena, workGroup: 'reports', database })

  async function openLake() {
    lakes += 1
    const database = `audit_${run}_${lakes}`
    const bucket = database.replaceAll('_', '-')
    await s3.send(new CreateBucketCommand({ Bucket: bucket }))
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }))
    const own = columns.map(({ name, type }) => ({ Name: name, Type: GLUE_TYPE[type] }))
    const eventDate = own.filter(({ Name }) => Name === 'event_date')
    const others = own.filter(({ Name }) => Name !== 'event_date')
    const isCurrent = { Name: 'is_current', Type: 'boolean' }
    await createTable(database, 'sealed', [...others, isCurrent], eventDate, `s3://${bucket}/sealed/`)
    await createTable(
      database,
      'arrivals',
      own,
      [{ Name: 'arrival_hour', Type: 'string' }],
      `s3://${bucket}/arrivals/`,
      {
        'projection.enabled': 'true',
        'projection.arrival_hour.type': 'date',
        'projection.arrival_hour.format': 'yyyy-MM-dd-HH',
        'projection.arrival_hour.interval': '1',
        'projection.arrival_hour.interval.unit': 'HOURS',
        'projection.arrival_hour.range': '2026-11-22-09,2026-11-24-02',
        'storage.location.template': `s3://${bucket}/arrivals/arrival_hour=\${arrival_hour}/`,
      },
    )
    const objects = s3Store({ client: s3, bucket })
    const engine = engineOf(database)
    return { database, objects, engine, catalog: glueCatalog({ client: glue, database, objects, engine }) }
  }

  async function createTable(
    DatabaseName: string,
    Name: string,
    Columns: Column[],
    PartitionKeys: Column[],
    Location: string,
    Parameters: Record<string, string> = {},
  ): Promise<void> {
    const StorageDescriptor = {
      Columns,
      Location,
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
      SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    }
    const TableInput = { Name, TableType: 'EXTERNAL_TABLE', Parameters, PartitionKeys, StorageDescriptor }
    await glue.send(new CreateTableCommand({ DatabaseName, TableInput }))
  }

  engineSuite(
    'Athena, with Trino behind it,',
    async () => {
      const { engine, catalog, objects } = await openLake()
      await catalog.setView(await catalog.read(), EMPTY_CATALOG)
      const nowhere = { put: async () => {} }
      return {
        engine,
        async ingest(records) {
          const ports = { objects, deadLetters: nowhere, receipts: nowhere }
          await ingest(records, ports, { writtenAt: Date.parse('2026-11-22T10:02:00Z') })
        },
        close: async () => {},
      }
    },
    {
      ...ATHENA_EXCEPTIONS,
      'has every table and view with every column, when there is nothing in the lake': NO_FIREHOSE,
      'shows in the next query what was ingested': NO_FIREHOSE,
    },
  )

  catalogSuite('Glue with the views that Trino makes', async () => (await openLake()).catalog)

  it('answers from a lake in S3 as DuckDB does from the same lake in a folder, before a seal and after', async () => {
    const folder = await testLake()
    const lake = await openLake()
    const all = 'SELECT * FROM audit_logs ORDER BY emit_time, log_id, version'
    const versions = 'SELECT log_id, version, is_current FROM audit_log_versions ORDER BY log_id, version'
    const same = async () => {
      await copyFiles(folder, lake.objects)
      await publish(lake.objects, lake.catalog)
      expect(await rowsOf(lake.engine, all)).toEqual(await folder.query(all))
      expect(await rowsOf(lake.engine, versions)).toEqual(await folder.query(versions))
    }
    await folder.ingest(
      '2026-11-22T10:30:00Z',
      { id: 'a', at: '2026-11-22T10:20:00Z' },
      { id: 'b', at: '2026-11-21T00:00:00Z' },
    )
    await folder.seal('2026-11-22T10:50:00Z')
    await same()
    await folder.ingest(
      '2026-11-22T11:30:00Z',
      { id: 'a', at: '2026-11-22T10:20:00Z', version: 2 },
      { id: "c'", at: '2026-11-22T11:00:00.123Z' },
    )
    await same()
    await folder.seal('2026-11-22T12:20:00Z')
    await same()
    await folder.ingest('2026-11-24T00:30:00Z', { id: 'late', at: '2026-01-05T00:00:00Z' })
    await folder.seal('2026-11-24T01:20:00Z')
    await same()
    expect((await rowsOf(lake.engine, all)).map(({ log_id }) => log_id)).toEqual(['late', 'b', 'a', "c'"])
  }, 300_000)

  it('answers from a promoted column as DuckDB does, in open days, and in closed ones before and after a seal', async () => {
    const folder = await testLake()
    const lake = await openLake()
    const values = ['é"\\', '', '#1.10#', '#12345678901234567890123#', '#1E5#', true, null, { a: 1 }, ['x']]
    const eventsAt = (day: string) =>
      values.map((tier, i) => ({
        id: `${day} ${i}`,
        at: `${day}T10:20:00Z`,
        details: { spec: { tier }, "it's/": { '~"\\': tier }, list: [tier] },
      }))
    await folder.ingest('2026-11-22T10:30:00Z', ...eventsAt('2026-11-22'), ...eventsAt('2026-01-05'))
    await folder.seal('2026-11-22T11:20:00Z')
    for (const pointer of ['/spec/tier', '/list/0', `/it's~1/~0"\\`])
      await promote(folder.lake, pointer, { now: () => Date.parse('2026-11-22T11:25:00Z') })
    const columns = ['details_spec_tier', 'details_list_0', 'details_it_s']
    const sql = `SELECT log_id, ${columns.join(', ')}, json_extract_scalar(details, '$.spec.tier') AS scalar
      FROM audit_logs ORDER BY log_id`
    const same = async () => {
      await copyFiles(folder, lake.objects)
      await publish(lake.objects, lake.catalog)
      expect((await lake.catalog.read()).published.promoted.map(({ name }) => name)).toEqual(columns)
      const rows = await rowsOf(lake.engine, sql)
      expect(rows).toEqual(await folder.query(sql))
      return rows
    }
    const before = await same()
    const open = before.filter(({ log_id }) => String(log_id).startsWith('2026-11-22'))
    for (const row of open) for (const column of columns) expect(row[column]).toBe(row.scalar)
    expect(open.map(({ scalar }) => scalar)).toContain('1.10')
    for (const row of before) if (!open.includes(row)) expect(row).toMatchObject({ details_spec_tier: null })
    await folder.seal('2026-11-22T12:20:00Z', { all: true })
    for (const row of await same()) for (const column of columns) expect(row[column]).toBe(row.scalar)
  }, 300_000)

  it('reads a column that was added as NULL until its day is pointed to a new file', async () => {
    const { engine, catalog, objects, database } = await openLake()
    const folder = await testLake()
    await folder.ingest('2026-11-22T10:30:00Z', { id: 'a', at: '2026-11-22T10:20:00Z' })
    await folder.seal('2026-11-22T11:20:00Z')
    await copyFiles(folder, objects)
    await publish(objects, catalog)
    const added = { Name: 'details_new', Type: 'string' }
    expect(await addColumns({ client: glue, database }, 'sealed', [added])).toEqual(['details_new'])
    expect(await rowsOf(engine, 'SELECT log_id, details_new FROM sealed')).toEqual([{ log_id: 'a', details_new: null }])
  })
})

const GLUE_TYPE = {
  string: 'string',
  int: 'int',
  boolean: 'boolean',
  timestamp: 'timestamp',
  list: 'array<string>',
} as const

async function rowsOf(engine: AthenaEngine, sql: string): Promise<Record<string, Value>[]> {
  return await rowObjects(await engine.query(sql))
}

/** All files of a lake, and its manifest; the catalog is the other lake's own. */
async function copyFiles(folder: Awaited<ReturnType<typeof testLake>>, objects: ObjectStore): Promise<void> {
  for (const key of await folder.keys('')) {
    if (!key.endsWith('.parquet')) continue
    await objects.put(key, readFileSync(folder.pathOf(key)))
  }
  const manifest = await folder.lake.objects.get('manifest.json')
  const there = await objects.get('manifest.json')
  if (manifest)
    await objects.put('manifest.json', manifest.body, there ? { ifMatch: there.etag } : { ifNoneMatch: '*' })
}
