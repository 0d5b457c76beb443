import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rowObjects } from '@temporal-audit-lake/lake'
import { compile, type SavedQuery, savedQueries } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { askLakeOf } from '../lake-of.ts'

const FIXTURES = import.meta.dirname
/** What a fixture's `parameters.json` says. */
interface Given {
  /** Which saved query; default: the one that is named as the folder. */
  readonly query?: string
  readonly now: string
  readonly parameters: Readonly<Record<string, string>>
}

const fixtures = readdirSync(FIXTURES, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => ({ query: name, ...given(name), name }))

/** A folder is a test: `records.jsonl` goes through the transform, and the query must answer `rows.json`. */
describe('saved queries', () => {
  it('have a fixture each', () => {
    expect(new Set(fixtures.map(({ query }) => query))).toEqual(new Set(savedQueries.map(({ name }) => name)))
  })

  it.each(fixtures)('$name finds its hits and no near miss', async ({ name, query, now, parameters }) => {
    const { sql, parameters: values } = compile(savedQueryNamed(query), parameters, Date.parse(now))
    const rows = await askLakeOf(join(FIXTURES, name), Date.parse(now), async engine =>
      rowObjects(await engine.query(sql, values)),
    )
    expect(rows).toEqual(expectedRows(join(FIXTURES, name, 'rows.json'), rows))
  })
})

function given(folder: string): Given {
  return JSON.parse(readFileSync(join(FIXTURES, folder, 'parameters.json'), 'utf8')) as Given
}

function savedQueryNamed(name: string): SavedQuery {
  return savedQueries.find(query => query.name === name)!
}

/** What is not expected yet is written, to be read and committed; never in CI. */
function expectedRows(path: string, rows: unknown): unknown {
  if (!existsSync(path) && !process.env.CI) writeFileSync(path, `${JSON.stringify(rows, null, 2)}\n`)
  return JSON.parse(readFileSync(path, 'utf8'))
}
