import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { auditLines } from '../../bench/audit-lines.ts'
import { contenders } from '../../bench/contenders/contender.ts'
import { columns } from '../../packages/core/src/table.ts'
import { readByDuckDB } from '../interop/duckdb.ts'

const folder = mkdtempSync(join(tmpdir(), 'contenders-'))
afterAll(() => rmSync(folder, { recursive: true }))

const lines = auditLines(500)

const provenance = columns.filter(({ group }) => group === 'provenance').map(({ name }) => name)

/** The rows a contender writes, in the order of their ids, without where they came from. */
async function written(name: string) {
  const contender = await contenders[name]!()
  const write = await contender.prepare([lines], join(folder, name))
  const path = join(folder, `${name}.parquet`)
  writeFileSync(path, await write(0))
  const rows = (await readByDuckDB(path)).map(row =>
    Object.fromEntries(Object.entries(row).filter(([column, cell]) => !provenance.includes(column) && !isEmpty(cell))),
  )
  return rows.sort((a, b) => (String(a.log_id) < String(b.log_id) ? -1 : 1))
}

/** parquetjs-lite knows no list that is null, only an empty one. */
function isEmpty(cell: unknown): boolean {
  return Array.isArray(cell) && cell.length === 0
}

describe('contenders', () => {
  it.each(Object.keys(contenders))('%s writes the rows that all others write', async name => {
    const rows = await written(name)
    expect(rows).toHaveLength(lines.length)
    expect(rows).toEqual(await written('transform'))
  })
})
