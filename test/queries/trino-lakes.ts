import { AthenaClient } from '@aws-sdk/client-athena'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { prepareCatalog, prepareEventViews } from '../../packages/functions/src/prepare-catalog.ts'
import { athenaEngine, glueCatalog, s3Store } from '../../packages/lake/src/aws/index.ts'
import { EMPTY_CATALOG, type Engine } from '../../packages/lake/src/index.ts'
import type { LocalLake } from '../../packages/lake/src/local/index.ts'
import { publish } from '../../packages/lake/src/publish/publish.ts'
import { makeTables } from '../functions/account.ts'
import { answeringTrino } from '../lake/aws/answering-trino.ts'
import { athenaServer } from '../lake/aws/athena-server.ts'
import { testSettings } from '../lake/aws/moto.ts'

/** Copies of folder lakes in S3, with the tables and views of a deployed lake, questioned on a real Trino. */
export interface TrinoLakes {
  copyOf(lake: LocalLake): Promise<Engine>
  close(): Promise<void>
}

/**
 * @param trino where a Trino is whose catalog `awsdatacatalog` is a Glue
 * @param aws where that Glue is, and its S3
 */
export async function trinoLakes(trino: string, aws: string): Promise<TrinoLakes> {
  const run = Date.now().toString(36)
  let copies = 0
  const workGroup = 'machines'
  const server = await athenaServer({ answering: answeringTrino(trino), workGroup })
  const athena = new AthenaClient({ ...testSettings, endpoint: server.url })
  const client = new GlueClient({ ...testSettings, endpoint: aws })
  const s3 = new S3Client({ ...testSettings, endpoint: aws, forcePathStyle: true })
  return {
    async copyOf(lake) {
      copies += 1
      const name = `questions-${run}-${copies}`
      const database = name.replaceAll('-', '_')
      await makeTables(aws, { bucket: name, database })
      const objects = s3Store({ client: s3, bucket: name })
      const engine = athenaEngine({ client: athena, workGroup, database })
      const catalog = glueCatalog({ client, database, objects, engine })
      for await (const { key } of lake.objects.list('')) await objects.put(key, (await lake.objects.get(key))!.body)
      await prepareCatalog({ client, database, engine })
      await catalog.setView(await catalog.read(), EMPTY_CATALOG)
      await publish(objects, catalog)
      await prepareEventViews(engine)
      return engine
    },
    async close() {
      await server.stop()
      for (const each of [athena, client, s3]) each.destroy()
    },
  }
}
