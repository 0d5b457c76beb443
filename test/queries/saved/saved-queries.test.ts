import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rowObjects } from '@temporal-audit-lake/lake'
import { savedQueries } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { askLakeOf } from '../lake-of.ts'
import { fixtures } from './fixtures.ts'

/** A folder is a test: `records.jsonl` goes through the transform, and the query must answer `rows.json`. */
describe('saved queries', () => {
  it('have a fixture each', () => {
    expect(new Set(fixtures.map(({ query }) => query))).toEqual(new Set(savedQueries.map(({ name }) => name)))
  })

  it.each(fixtures)('$name finds its hits and no near miss', async ({ folder, query, now, sql, parameters }) => {
    // only what is asked of the log itself depends on when it was written and sealed; the rest is faster unsealed
    const isSealed = savedQueries.find(({ name }) => name === query)!.group === 'logging controls'
    const rows = await askLakeOf(folder, now, isSealed, async engine => rowObjects(await engine.query(sql, parameters)))
    expect(rows).toEqual(expectedRows(join(folder, 'rows.json'), rows))
  })
})

/** What is not expected yet is written, to be read and committed; never in CI. */
function expectedRows(path: string, rows: unknown): unknown {
  if (!existsSync(path) && !process.env.CI) writeFileSync(path, `${JSON.stringify(rows, null, 2)}\n`)
  return JSON.parse(readFileSync(path, 'utf8'))
}
