import { rowObjects } from '@temporal-audit-lake/lake'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnTrino } from '../../trino/describe.ts'
import { askLakeOf } from '../lake-of.ts'
import { type TrinoLakes, trinoLakes } from '../trino-lakes.ts'
import { fixtures } from './fixtures.ts'

describeOnTrino('saved queries on a real Trino', trino => {
  let lakes: TrinoLakes

  beforeAll(async () => {
    lakes = await trinoLakes(trino.url, trino.aws)
  })
  afterAll(() => lakes.close())

  it.each(fixtures)(
    '$name has the rows that DuckDB has',
    { timeout: 120_000 },
    async ({ folder, now, sql, parameters }) => {
      await askLakeOf(folder, now, true, async (duckDB, lake) => {
        const copy = await lakes.copyOf(lake, sql)
        const rows = await rowObjects(await copy.query(sql, parameters))
        expect(rows).toEqual(await rowObjects(await duckDB.query(sql, parameters)))
      })
    },
  )
})
