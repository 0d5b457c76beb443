import { rowObjects } from '@temporal-audit-lake/lake'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askLakeOf } from '../lake-of.ts'
import { type TrinoLakes, trinoLakes } from '../trino-lakes.ts'
import { fixtures } from './fixtures.ts'

/** A Trino whose catalog `awsdatacatalog` is a Glue, and the address of that Glue and of its S3. */
const TRINO = process.env.AUDIT_LAKE_TRINO_URL
const AWS = process.env.AUDIT_LAKE_TRINO_AWS_URL
const reason = TRINO && AWS ? '' : ' (skipped: set AUDIT_LAKE_TRINO_URL and AUDIT_LAKE_TRINO_AWS_URL)'

describe.skipIf(reason !== '')(`saved queries on a real Trino${reason}`, () => {
  let lakes: TrinoLakes

  beforeAll(async () => {
    lakes = await trinoLakes(TRINO!, AWS!)
  })
  afterAll(() => lakes.close())

  it.each(fixtures)(
    '$name has the rows that DuckDB has',
    async ({ folder, now, sql, parameters }) => {
      await askLakeOf(folder, now, async (duckDB, lake) => {
        const trino = await lakes.copyOf(lake, sql)
        const rows = await rowObjects(await trino.query(sql, parameters))
        expect(rows).toEqual(await rowObjects(await duckDB.query(sql, parameters)))
      })
    },
    120_000,
  )
})
