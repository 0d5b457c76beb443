import {
  BatchCreatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeletePartitionCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addColumns, glueCatalog, s3Store } from '../../../packages/lake/src/aws/index.ts'
import { type Catalog, EMPTY_CATALOG, LakeError, type ObjectStore } from '../../../packages/lake/src/index.ts'
import { catalogSuite } from '../catalog.suite.ts'
import type { Fault, FaultProxy, Seen } from './fault-proxy.ts'
import { presentView } from './glue-view.ts'
import { describeOnMoto, testSettings } from './moto.ts'

const LITERALS = { sealedThrough: '2026-11-22-10', openFrom: '2026-11-20', promoted: [] }
const MINUTE = 60_000

describeOnMoto('Glue', aws => {
  let client: GlueClient
  let s3: S3Client
  let lakes = 0

  beforeAll(() => {
    client = new GlueClient({ ...testSettings, endpoint: aws().proxy.url })
    s3 = new S3Client({ ...testSettings, endpoint: aws().url, forcePathStyle: true })
  })
  afterAll(() => {
    client.destroy()
    s3.destroy()
  })

  const seen = () => aws().proxy.seen
  const breaking = (...faults: Parameters<FaultProxy['break']>) => aws().proxy.break(...faults)

  interface Lake {
    readonly database: string
    readonly objects: ObjectStore
    readonly catalog: Catalog
    /** Another process's catalog of this lake. */
    other(now?: () => number): Catalog
  }

  async function openLake(): Promise<Lake> {
    lakes += 1
    const database = `audit_${lakes}`
    const bucket = `audit-${lakes}`
    await s3.send(new CreateBucketCommand({ Bucket: bucket }))
    await client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }))
    await client.send(
      new CreateTableCommand({
        DatabaseName: database,
        TableInput: {
          Name: 'sealed',
          TableType: 'EXTERNAL_TABLE',
          Parameters: { classification: 'parquet' },
          PartitionKeys: [{ Name: 'event_date', Type: 'string' }],
          StorageDescriptor: {
            Columns: [{ Name: 'log_id', Type: 'string' }],
            Location: `s3://${bucket}/sealed/`,
            InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
            SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
          },
        },
      }),
    )
    seen().splice(0)
    const objects = s3Store({ client: s3, bucket })
    const engine = presentView(client, database)
    const other = (now = Date.now) => glueCatalog({ client, database, objects, engine, now })
    return { database, objects, catalog: other(), other }
  }

  const is = (operation: string) => (seen: Seen) => seen.target === `AWSGlue.${operation}`
  const count = (operation: string) => seen().filter(is(operation)).length
  const refused = (type: string): Fault => ({ kind: 'answer', status: 400, body: JSON.stringify({ __type: type }) })

  async function partitionsOf(database: string) {
    const { Partitions } = await client.send(new GetPartitionsCommand({ DatabaseName: database, TableName: 'sealed' }))
    return Partitions!
  }

  catalogSuite('Glue', async () => (await openLake()).catalog)

  describe('partitions', () => {
    it('points to a folder of the table, with the table’s columns and format', async () => {
      const { catalog, database } = await openLake()
      await catalog.setPartitions(await catalog.read(), { '2026-11-22': 'a' })
      await addColumns({ client, database }, 'sealed', [{ Name: 'details_new', Type: 'string' }])
      await catalog.setPartitions(await catalog.read(), { '2026-11-22': 'b' })
      const [partition] = await partitionsOf(database)
      expect(partition).toMatchObject({
        Values: ['2026-11-22'],
        StorageDescriptor: {
          Columns: [{ Name: 'log_id' }, { Name: 'details_new' }],
          Location: `s3://audit-${lakes}/sealed/event_date=2026-11-22/b/`,
          SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      })
    })

    it('takes a partition that points anywhere else for one to be pointed back', async () => {
      const { catalog, database } = await openLake()
      const elsewhere = { Values: ['2026-11-22'], StorageDescriptor: { Location: 's3://elsewhere/' } }
      const table = { DatabaseName: database, TableName: 'sealed' }
      await client.send(new BatchCreatePartitionCommand({ ...table, PartitionInputList: [elsewhere] }))
      const read = await catalog.read()
      expect(read.published.partitions).toEqual({ '2026-11-22': '' })
      await catalog.setPartitions(read, { '2026-11-22': 'a' })
      expect((await catalog.read()).published.partitions).toEqual({ '2026-11-22': 'a' })
    })

    it('makes what was deleted, and points what was made, in the meantime', async () => {
      const { catalog, database } = await openLake()
      await catalog.setPartitions(await catalog.read(), { '2026-11-21': 'a' })
      const read = await catalog.read()
      const table = { DatabaseName: database, TableName: 'sealed' }
      await client.send(new DeletePartitionCommand({ ...table, PartitionValues: ['2026-11-21'] }))
      const made = { Values: ['2026-11-22'], StorageDescriptor: { Location: 's3://elsewhere/' } }
      await client.send(new BatchCreatePartitionCommand({ ...table, PartitionInputList: [made] }))
      expect(await catalog.setPartitions(read, { '2026-11-21': 'b', '2026-11-22': 'b' })).toBe(true)
      expect((await catalog.read()).published.partitions).toEqual({ '2026-11-21': 'b', '2026-11-22': 'b' })
    })

    it('reads all pages', async () => {
      const { catalog } = await openLake()
      await catalog.setPartitions(await catalog.read(), { '2026-11-22': 'a' })
      const Location = 's3://audit/sealed/event_date=2026-11-01/z/'
      const page = { Partitions: [{ Values: ['2026-11-01'], StorageDescriptor: { Location } }], NextToken: 'more' }
      breaking(is('GetPartitions'), { kind: 'answer', status: 200, body: JSON.stringify(page) })
      expect((await catalog.read()).published.partitions).toEqual({ '2026-11-01': 'z', '2026-11-22': 'a' })
    })
  })

  describe('faults', () => {
    it('repeats what Glue refused of a batch, and that alone', async () => {
      const { catalog } = await openLake()
      const error = { PartitionValues: ['2026-11-22'], ErrorDetail: { ErrorCode: 'InternalServiceException' } }
      breaking(is('BatchCreatePartition'), {
        kind: 'rewrite',
        request(body) {
          const { PartitionInputList, ...rest } = JSON.parse(body)
          return JSON.stringify({ ...rest, PartitionInputList: PartitionInputList.slice(0, 1) })
        },
        answer: () => JSON.stringify({ Errors: [error] }),
      })
      const generations = { '2026-11-21': 'a', '2026-11-22': 'a' }
      expect(await catalog.setPartitions(await catalog.read(), generations)).toBe(true)
      expect((await catalog.read()).published.partitions).toEqual(generations)
      const [, again] = seen().filter(is('BatchCreatePartition'))
      expect(JSON.parse(again!.body).PartitionInputList).toHaveLength(1)
    })

    it('waits when it was too fast, and gets through 503 and broken connections', async () => {
      const { catalog } = await openLake()
      breaking(is('BatchCreatePartition'), refused('ThrottlingException'), { kind: 'answer', status: 503 })
      breaking(is('GetPartitions'), refused('ThrottlingException'), { kind: 'reset', done: false })
      expect(await catalog.setPartitions(await catalog.read(), { '2026-11-22': 'a' })).toBe(true)
      expect((await catalog.read()).published.partitions).toEqual({ '2026-11-22': 'a' })
    })

    it('points on when the answer to a batch is lost', async () => {
      const { catalog, other } = await openLake()
      const read = await catalog.read()
      breaking(is('BatchCreatePartition'), { kind: 'reset', done: true })
      expect(await catalog.setPartitions(read, { '2026-11-22': 'a' })).toBe(true)
      expect((await other(later(9)).read()).published.partitions).toEqual({ '2026-11-22': 'a' })
    })

    it('names the table that is missing', async () => {
      const { objects } = await openLake()
      const engine = presentView(client, 'nowhere')
      const lost = glueCatalog({ client, database: 'nowhere', objects, engine })
      const read = { published: EMPTY_CATALOG, etag: null }
      await expect(lost.setPartitions(read, { '2026-11-22': 'a' })).rejects.toThrow(LakeError)
    })

    it('shows the older literals when a publisher died between the two views', async () => {
      const { catalog, database } = await openLake()
      await catalog.setView(await catalog.read(), LITERALS)
      const engine = presentView(client, database)
      await engine.define(
        "CREATE OR REPLACE VIEW audit_log_versions AS SELECT 1 FROM sealed, arrivals WHERE event_date < '2026-11-21' AND arrival_hour > '2026-11-23-00'",
      )
      expect((await catalog.read()).published).toMatchObject(LITERALS)
    })
  })

  const later = (minutes: number) => () => Date.now() + minutes * MINUTE

  describe('the lease', () => {
    /** Publishes, and stands still when its first request to Glue is about to be sent. */
    async function standingStill(catalog: Catalog) {
      const read = await catalog.read()
      let goOn = () => {}
      const stands = new Promise<void>(resolve => {
        aws().proxy.hold(is('BatchCreatePartition'), () => {
          resolve()
          return new Promise(go => {
            goOn = go
          })
        })
      })
      const publishing = catalog.setPartitions(read, { '2026-11-22': 'older' })
      await stands
      return { publishing, goOn: () => goOn() }
    }

    it('lets nobody else publish while somebody does', async () => {
      const { catalog, other } = await openLake()
      const before = await other().read()
      const { publishing, goOn } = await standingStill(catalog)
      expect(await other().setPartitions(before, { '2026-11-22': 'newer' })).toBe(false)
      const during = await other(later(7)).read()
      expect(await other(later(7)).setPartitions(during, { '2026-11-22': 'newer' })).toBe(false)
      goOn()
      expect(await publishing).toBe(true)
      const after = await other().read()
      expect(await other().setPartitions(before, { '2026-11-22': 'newer' })).toBe(false)
      expect(await other().setPartitions(after, { '2026-11-22': 'newer' })).toBe(true)
      expect((await catalog.read()).published.partitions).toEqual({ '2026-11-22': 'newer' })
    })

    it('takes over from a publisher who died, once nothing of his can arrive any more', async () => {
      const { catalog, other } = await openLake()
      const { publishing, goOn } = await standingStill(catalog)
      expect((await other(later(7)).read()).etag).toBe('held')
      const next = other(later(9))
      expect(await next.setPartitions(await next.read(), { '2026-11-22': 'newer' })).toBe(true)
      goOn()
      await publishing
    })

    it('has a publisher who slept send nothing more', async () => {
      const { other } = await openLake()
      // his clock is that of the moment at which he fell asleep: what he signs is signed too late
      const slept = other(later(-1.1))
      await expect(slept.setPartitions(await slept.read(), { '2026-11-22': 'older' })).rejects.toThrow(
        'publishing took too long and was stopped',
      )
      expect(count('BatchCreatePartition')).toBe(0)
    })

    it('is not given back while a request may be under way whose answer was lost', async () => {
      const { catalog, other } = await openLake()
      const read = await catalog.read()
      breaking(is('BatchCreatePartition'), { kind: 'reset', done: false })
      expect(await catalog.setPartitions(read, { '2026-11-22': 'a' })).toBe(true)
      expect((await other().read()).etag).toBe('held')
      expect(await catalog.setView(await catalog.read(), LITERALS)).toBe(false)
      const next = other(later(9))
      expect(await next.setView(await next.read(), LITERALS)).toBe(true)
    })

    it('is given back after a refusal', async () => {
      const { catalog } = await openLake()
      const read = await catalog.read()
      breaking(is('BatchCreatePartition'), refused('AccessDeniedException'))
      await expect(catalog.setPartitions(read, { '2026-11-22': 'a' })).rejects.toMatchObject({
        name: 'AccessDeniedException',
      })
      expect(await catalog.setPartitions(await catalog.read(), { '2026-11-22': 'a' })).toBe(true)
    })
  })

  describe('addColumns', () => {
    const column = (Name: string) => ({ Name, Type: 'string' })

    it('adds columns, and changes nothing else', async () => {
      const { database } = await openLake()
      const table = async () =>
        (await client.send(new GetTableCommand({ DatabaseName: database, Name: 'sealed' }))).Table!
      const before = await table()
      const added = await addColumns({ client, database }, 'sealed', [
        column('log_id'),
        column('event_date'),
        column('b'),
      ])
      expect(added).toEqual(['b'])
      const { UpdateTime: _, VersionId: __, StorageDescriptor, ...after } = await table()
      expect(before).toMatchObject(after)
      expect(StorageDescriptor).toEqual({ ...before.StorageDescriptor, Columns: [column('log_id'), column('b')] })
      expect(await addColumns({ client, database }, 'sealed', [column('b')])).toEqual([])
      expect(count('UpdateTable')).toBe(1)
    })

    it('names the version that it read, and keeps no old ones', async () => {
      const { database } = await openLake()
      await addColumns({ client, database }, 'sealed', [column('b')])
      const { VersionId, SkipArchive } = JSON.parse(seen().find(is('UpdateTable'))!.body)
      expect(VersionId).toMatch(/^\d+$/)
      expect(SkipArchive).toBe(true)
    })

    it('begins again when somebody else was faster, and keeps what he did', async () => {
      const { database } = await openLake()
      const { Table } = await client.send(new GetTableCommand({ DatabaseName: database, Name: 'sealed' }))
      const other = { ...Table!.StorageDescriptor, Columns: [column('log_id'), column('theirs')] }
      breaking(
        seen => is('UpdateTable')(seen) && seen.body.includes('ours'),
        refused('ConcurrentModificationException'),
      )
      const adding = addColumns({ client, database }, 'sealed', [column('ours')])
      await client.send(
        new UpdateTableCommand({
          DatabaseName: database,
          TableInput: { Name: 'sealed', StorageDescriptor: other },
        }),
      )
      expect(await adding).toEqual(['ours'])
      const { Table: after } = await client.send(new GetTableCommand({ DatabaseName: database, Name: 'sealed' }))
      expect(after!.StorageDescriptor!.Columns).toEqual([column('log_id'), column('theirs'), column('ours')])
    })
  })
})
