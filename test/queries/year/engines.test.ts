import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, rowObjects } from '@temporal-audit-lake/lake'
import { type DuckDBEngine, openLocalLake } from '@temporal-audit-lake/lake/local'
import { savedQueries } from '@temporal-audit-lake/queries'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLong, notLong } from '../../long.ts'
import { describeOnTrino, type Trino } from '../../trino/describe.ts'
import { type TrinoLakes, trinoLakes } from '../trino-lakes.ts'
import { fillWith } from './fill.ts'
import { questionsOf } from './questions.ts'
import { yearOf } from './year.ts'

const MINUTES = 60_000

const onTrino = isLong ? describeOnTrino : describe.skip
const reason = notLong ? ` (skipped: ${notLong})` : ''

onTrino(`the saved queries, over a year with incidents${reason}`, (trino: Trino) => {
  const year = yearOf(1, 1)
  let folder: string
  let duckDB: DuckDBEngine
  let lakes: TrinoLakes
  let athena: Engine

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-lake-'))
    const lake = await openLocalLake(folder)
    await fillWith(lake, year)
    duckDB = await lake.engine()
    lakes = await trinoLakes(trino.url, trino.aws)
    athena = await lakes.copyOf(lake, savedQueries.map(({ sql }) => sql).join())
  }, 5 * MINUTES)
  afterAll(async () => {
    duckDB.close()
    await lakes.close()
    await rm(folder, { recursive: true })
  })

  it.each(questionsOf(year.staff))(
    '$title: both engines give the same rows',
    { timeout: 2 * MINUTES },
    async ({ sql, parameters }) => {
      const rows = await rowObjects(await athena.query(sql, parameters))
      expect(rows).toEqual(await rowObjects(await duckDB.query(sql, parameters)))
    },
  )
})
