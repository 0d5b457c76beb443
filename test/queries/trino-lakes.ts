import { AthenaClient } from '@aws-sdk/client-athena'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { athenaEngine, glueCatalog, s3Store } from '../../packages/lake/src/aws/index.ts'
import { deadLettersView, type Engine, eventViews, receiptsView } from '../../packages/lake/src/index.ts'
import type { LocalLake } from '../../packages/lake/src/local/index.ts'
import { publish } from '../../packages/lake/src/publish/publish.ts'
import { athenaDialect } from '../../packages/queries/src/index.ts'
import { makeTables } from '../functions/account.ts'
import { answeringTrino } from '../lake/aws/answering-trino.ts'
import { athenaServer } from '../lake/aws/athena-server.ts'
import { testSettings } from '../lake/aws/moto.ts'

/** Copies of folder lakes in S3, with the tables and views of a deployed lake, questioned on a real Trino. */
export interface TrinoLakes {
  /** @param asked the SQL that the copy is for: a view takes a second to make, and only those it reads are there */
  copyOf(lake: LocalLake, asked: string): Promise<Engine>
  close(): Promise<void>
}

const VIEWS: Readonly<Record<string, string>> = {
  receipts: receiptsView(),
  dead_letters: deadLettersView(),
  ...Object.fromEntries(Object.entries(eventViews).map(([name, select]) => [name, select(athenaDialect)])),
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
    async copyOf(lake, asked) {
      copies += 1
      const bucket = `questions-${run}-${copies}`
      const database = bucket.replaceAll('-', '_')
      await makeTables(aws, { bucket, database })
      const objects = s3Store({ client: s3, bucket })
      for await (const { key } of lake.objects.list('')) await objects.put(key, (await lake.objects.get(key))!.body)
      const engine = athenaEngine({ client: athena, workGroup, database })
      await publish(objects, glueCatalog({ client, database, objects, engine }))
      for (const [name, select] of Object.entries(VIEWS))
        if (asked.includes(name)) await engine.define(`CREATE OR REPLACE VIEW ${name} AS\n${select}`)
      return engine
    },
    async close() {
      await server.stop()
      for (const each of [athena, client, s3]) each.destroy()
    },
  }
}
