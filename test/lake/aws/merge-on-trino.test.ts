import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Column, CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { columns } from '../../../packages/core/src/index.ts'
import { s3Store } from '../../../packages/lake/src/aws/index.ts'
import { arrivalGlueColumns } from '../../../packages/lake/src/glue/index.ts'
import { ingest } from '../../../packages/lake/src/index.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { mergeSelect } from '../../../packages/lake/src/seal/merge-select.ts'
import { readByDuckDB } from '../../interop/duckdb.ts'
import { describeOnTrino } from '../../trino/describe.ts'
import { recordsOf } from '../seal/event.ts'
import { answeringTrino } from './answering-trino.ts'
import { testSettings } from './moto-server.ts'

const NAMES = columns.map(({ name }) => name)
const FILES = 'files_of_day'
const DAY = '2026-11-22'

describeOnTrino('the merge of a day', trino => {
  const run = Date.now().toString(36)
  const database = `merge_${run}`
  const bucket = `merge-${run}`
  let folder: string
  let s3: S3Client
  let glue: GlueClient

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'merge-'))
    s3 = new S3Client({ ...testSettings, endpoint: trino.aws, forcePathStyle: true })
    glue = new GlueClient({ ...testSettings, endpoint: trino.aws })
    await s3.send(new CreateBucketCommand({ Bucket: bucket }))
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }))
  })
  afterAll(async () => {
    s3.destroy()
    glue.destroy()
    await rm(folder, { recursive: true })
  })

  /** A table of files wherever they are: what Hive calls a symlink table, which Athena has too. */
  async function tableOf(keys: readonly string[]): Promise<void> {
    const list = keys.map(key => `s3://${bucket}/${key}`).join('\n')
    await s3Store({ client: s3, bucket }).put(`lists/${FILES}/list`, new TextEncoder().encode(`${list}\n`))
    const Columns: Column[] = arrivalGlueColumns.map(({ name, type }) => ({ Name: name, Type: type }))
    const StorageDescriptor = {
      Columns,
      Location: `s3://${bucket}/lists/${FILES}/`,
      InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    }
    const TableInput = { Name: FILES, TableType: 'EXTERNAL_TABLE', Parameters: {}, StorageDescriptor }
    await glue.send(new CreateTableCommand({ DatabaseName: database, TableInput }))
  }

  it('comes to the same rows in the same order on Trino as on DuckDB, repeats and resent versions taken out', async () => {
    const lake = await openLocalLake(folder)
    const events = Array.from({ length: 300 }, (_, i) => ({
      id: `e${i % 100}`,
      at: `${DAY}T10:${String(i % 60).padStart(2, '0')}:00.${String(i % 100).padStart(3, '0')}Z`,
      version: i % 3,
    }))
    for (const [i, part] of [events, events.slice(50), events.slice(0, 120)].entries()) {
      const arrival = `${DAY}T1${i}:30:00Z`
      const ports = { objects: lake.objects, deadLetters: { put: async () => {} }, receipts: { put: async () => {} } }
      await ingest(recordsOf(part, arrival, i * 1000), ports, { writtenAt: Date.parse(arrival) })
    }
    const keys: string[] = []
    for await (const { key } of lake.objects.list('arrivals/')) keys.push(key)
    const store = s3Store({ client: s3, bucket })
    for (const key of keys) await store.put(key, (await lake.objects.get(key))!.body)
    await tableOf(keys)

    const merger = await lake.merger()
    const output = `sealed/event_date=${DAY}/20261122T140000000Z-a/audit-logs.parquet`
    const { rows } = await merger.expected(DAY, keys, [])
    await merger.merge(DAY, keys, output, [])
    await merger.close()
    const byDuckDB = await readByDuckDB(join(folder, output))

    const from = `SELECT ${NAMES.join(', ')} FROM ${FILES} WHERE event_date = '${DAY}'`
    const statement = `SELECT log_id, version, sequence_number, is_current FROM (${mergeSelect(NAMES, from)})
      ORDER BY emit_time, log_id, operation, version`
    const byTrino = await answeringTrino(trino.url).answer(statement, [], database, new AbortController().signal)
    expect(byTrino.rows).toHaveLength(rows)
    expect(byTrino.rows).toEqual(
      byDuckDB.map(row => ['log_id', 'version', 'sequence_number', 'is_current'].map(name => String(row[name]))),
    )
    expect(new Set(byTrino.rows.map(row => row[3]))).toEqual(new Set(['true', 'false']))
  }, 180_000)
})
