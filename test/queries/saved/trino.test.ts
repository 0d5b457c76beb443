import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AthenaClient } from '@aws-sdk/client-athena'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { athenaEngine } from '../../../packages/lake/src/aws/index.ts'
import { rowObjects } from '../../../packages/lake/src/index.ts'
import { compile } from '../../../packages/queries/src/index.ts'
import { answeringTrino } from '../../lake/aws/answering-trino.ts'
import { type AthenaServer, athenaServer } from '../../lake/aws/athena-server.ts'
import { testSettings } from '../../lake/aws/moto.ts'
import { askLakeOf } from '../lake-of.ts'
import { fixtures } from './fixtures.ts'
import { withRelations } from './relation-literals.ts'

const TRINO = process.env.TRINO_URL
const reason = TRINO ? '' : ' (skipped: set TRINO_URL)'

/** The engine behind Athena must give the rows that DuckDB gives, for every fixture. */
describe.skipIf(!TRINO)(`saved queries on a real Trino${reason}`, () => {
  let server: AthenaServer
  let athena: AthenaClient

  beforeAll(async () => {
    server = await athenaServer({ answering: answeringTrino(TRINO!), workGroup: 'reports' })
    athena = new AthenaClient({ ...testSettings, endpoint: server.url })
  })
  afterAll(async () => {
    await server.stop()
    athena.destroy()
  })

  it.each(fixtures())('$name answers alike', async ({ folder, query, now, parameters }) => {
    const { sql, parameters: values } = compile(query, parameters, now)
    const onTrino = await askLakeOf(folder, now, engine => withRelations(sql, engine))
    const engine = athenaEngine({ client: athena, workGroup: 'reports', database: 'information_schema' })
    const rows = await rowObjects(await engine.query(onTrino, values))
    expect(rows).toEqual(JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8')))
  }, 60_000)
})
