import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AthenaClient } from '@aws-sdk/client-athena'
import { GetTablesCommand, GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { athenaEngine, athenaMerger, s3Store } from '../../../packages/lake/src/aws/index.ts'
import {
  cleanUp,
  type DayMerger,
  ingest,
  type ObjectStore,
  promote,
  readManifest,
  type SealPorts,
  seal,
  sealedKey,
} from '../../../packages/lake/src/index.ts'
import { copyingMerger, type DuckDBMerger, openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { makeTables, RESULTS } from '../../functions/account.ts'
import { describeOnTrino } from '../../trino/describe.ts'
import { type Event, recordsOf } from '../seal/event.ts'
import { answeringTrino } from './answering-trino.ts'
import { type AthenaServer, athenaServer } from './athena-server.ts'
import { testSettings } from './moto-server.ts'

const DAY = '2026-11-22'
const A = { id: 'a', at: `${DAY}T10:20:00.123Z` }
const B = { id: 'b', at: `${DAY}T00:00:00Z` }
const C = { id: 'c', at: `${DAY}T23:59:59.999Z` }
const LATE = { id: 'late', at: '2026-01-05T00:00:00Z' }

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
    const options = { client: glue, database, engine, s3, bucket, objects, results: RESULTS, small: duckDB }
    const onAthena = () => athenaMerger({ ...options, now: Date.now })
    const nowhere = { put: async () => {} }
    let batches = 0
    return {
      objects,
      duckDB,
      onAthena,
      database,
      ingest: (at: string, ...events: readonly Event[]) =>
        ingest(
          recordsOf(events, at, ++batches * 1000),
          { objects, deadLetters: nowhere, receipts: nowhere },
          { writtenAt: Date.parse(at) },
        ),
      keys: (prefix: string) => keysIn(objects, prefix),
    }
  }

  it('smoke', async () => {
    const lake = await openLake()
    await lake.ingest(`${DAY}T23:59:59Z`, A, B, C, { ...A, version: 1 }, LATE, A)
    const keys = [...(await lake.keys('arrivals/')), ...(await lake.keys('late/'))]
    const merger = await lake.onAthena()
    console.log(await merger.days(keys), await lake.duckDB.days(keys))
    console.log(await merger.expected(DAY, keys, []), await lake.duckDB.expected(DAY, keys, []))
    const output = sealedKey(DAY, 'one')
    const written = await merger.merge(DAY, keys, output, [])
    console.log(written, await merger.readBack(output), await lake.duckDB.readBack(output))
    console.log(await glue.send(new GetTablesCommand({ DatabaseName: lake.database })).then(x => x.TableList?.map(t => t.Name)))
    console.log(await keysIn(lake.objects, ''))
    await merger.newRows(output, null, row => console.log(row))
    console.log(await merger.missing(keys, [output]), await merger.missing(keys, []))
  }, 300_000)
})

async function keysIn(objects: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of objects.list(prefix)) keys.push(key)
  return keys
}
