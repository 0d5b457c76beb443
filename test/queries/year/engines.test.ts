import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, rowObjects } from '@temporal-audit-lake/lake'
import { type DuckDBEngine, openLocalLake } from '@temporal-audit-lake/lake/local'
import { savedQueries } from '@temporal-audit-lake/queries'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeLong } from '../../long.ts'
import { describeOnTrino } from '../../trino/describe.ts'
import { type TrinoLakes, trinoLakes } from '../trino-lakes.ts'
import { fillWith } from './fill.ts'
import { questionsOf } from './questions.ts'
import { yearOf } from './year.ts'

const MINUTES = 60_000

describeLong('the saved queries, over a year with incidents', () => {
  describeOnTrino('on two engines', trino => {
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
})
