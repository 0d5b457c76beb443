import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { glueCatalog, s3Store } from '../../../packages/lake/src/aws/index.ts'
import { type Catalog, type ObjectStore, setPromotionRule } from '../../../packages/lake/src/index.ts'
import { type DuckDBEngine, type LocalLake, openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { type AccountNames, environmentOf, makeAccount } from '../../functions/account.ts'
import { bundled, type Lambda } from '../../functions/lambda.ts'
import { answeringDuckDB } from '../../lake/aws/answering-duckdb.ts'
import { type AthenaServer, athenaServer } from '../../lake/aws/athena-server.ts'
import { type FaultProxy, faultProxy } from '../../lake/aws/fault-proxy.ts'
import { presentView } from '../../lake/aws/glue-view.ts'
import { testSettings } from '../../lake/aws/moto-server.ts'

/** A lake in an AWS that the deployed functions write to, over a network that can be made bad. */
export interface FunctionLake {
  readonly ingest: Lambda
  readonly seal: Lambda
  /** Between the functions and AWS, and between them and Athena. */
  readonly proxies: readonly FaultProxy[]
  /** Of a function that runs at a time. @param now ISO 8601 */
  environment(now: string): Record<string, string>
  /** All that is in the lake now, with what is published of it, in a folder. The network is not in the way. */
  copy(): Promise<LocalLake>
  /** Has sealers give each leaf a column once a day has it. */
  promoteFromFirstDay(): Promise<void>
  close(): Promise<void>
}

/** @param aws where AWS is */
export async function functionLake(aws: string, names: AccountNames): Promise<FunctionLake> {
  const [ingest, seal] = await Promise.all([bundled('ingest'), bundled('seal')])
  await makeAccount(aws, names)
  const folder = await mkdtemp(join(tmpdir(), 'function-lake-'))
  const glue = new GlueClient({ ...testSettings, endpoint: aws })
  const s3 = new S3Client({ ...testSettings, endpoint: aws, forcePathStyle: true })
  const objects = s3Store({ client: s3, bucket: names.bucket })
  const views = presentView(glue, names.database)
  const engine = await (await openLocalLake(join(folder, 'engine'))).engine()
  const athena = await athenaOf(engine, views, names)
  const catalog = glueCatalog({ client: glue, database: names.database, objects, engine: views })
  const proxies = [await faultProxy(aws), await faultProxy(athena.url)] as const
  return {
    ingest,
    seal,
    proxies,
    environment: now => ({
      ...environmentOf(names, proxies[0].url, proxies[1].url),
      CLOCK: now,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, '../../functions/clock.mjs')}`,
    }),
    copy: async () => await copyOf(objects, catalog, await mkdtemp(join(folder, 'copy-'))),
    promoteFromFirstDay: () => setPromotionRule(objects, { days: 1, columns: 10 }),
    async close() {
      for (const client of [glue, s3]) client.destroy()
      await Promise.all(proxies.map(proxy => proxy.stop()))
      await athena.stop()
      engine.close()
      await rm(folder, { recursive: true })
    },
  }
}

async function athenaOf(
  engine: DuckDBEngine,
  views: ReturnType<typeof presentView>,
  { workgroup }: AccountNames,
): Promise<AthenaServer> {
  const answering = answeringDuckDB(engine, async (name, select) => {
    await views.define(`CREATE OR REPLACE VIEW ${name} AS\n${select}`)
  })
  return await athenaServer({ answering, workGroup: workgroup })
}

/** A lake of AWS as a folder: the same files, and what is published. */
export async function copyOf(objects: ObjectStore, catalog: Catalog, folder: string): Promise<LocalLake> {
  const lake = await openLocalLake(folder)
  const { published } = await catalog.read()
  for await (const { key } of objects.list('')) {
    // a Firehose of the stacks names its files so, moto's gives them no ending
    const name = /^(receipts|dead-letters)\//.test(key) ? `${key}.ndjson` : key
    await lake.objects.put(name, (await objects.get(key))!.body)
  }
  await lake.catalog.addColumns(await lake.catalog.read(), published.columns)
  await lake.catalog.setPartitions(await lake.catalog.read(), published.partitions)
  await lake.catalog.setView(await lake.catalog.read(), published)
  return lake
}
