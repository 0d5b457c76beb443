import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { batch, type RowObject, rowsOf, transformed } from '../core/batch.ts'
import { readByDuckDB } from './duckdb.ts'
import { missingPython, runPython } from './python.ts'

const GOLDEN = join(import.meta.dirname, '../golden')
const folder = mkdtempSync(join(tmpdir(), 'readers-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Every golden case that makes a file: its path, and what hyparquet reads in it. */
const files: { name: string; path: string; rows: RowObject[] }[] = []
for (const name of readdirSync(GOLDEN, { withFileTypes: true })
  .filter(entry => entry.isDirectory() && entry.name !== 'forms')
  .map(entry => entry.name)) {
  const data = readdirSync(join(GOLDEN, name))
    .filter(file => file.endsWith('.bin'))
    .sort()
  const { dataFiles } = transformed(batch(...data.map(file => new Uint8Array(readFileSync(join(GOLDEN, name, file))))))
  for (const file of dataFiles) {
    const path = join(folder, `${name}.parquet`)
    writeFileSync(path, file.body)
    files.push({ name, path, rows: await rowsOf([file]) })
  }
}

/** Times outside of what Python's datetime can turn into local time and back. */
const isReadableByPython = (row: RowObject) =>
  String(row.emit_time) > '0001-01-02' && String(row.emit_time) < '9999-12-30'

describe('readers by others', () => {
  it.each(files)('DuckDB reads $name as hyparquet does', async ({ path, rows }) => {
    expect(await readByDuckDB(path)).toEqual(rows)
  })

  const reason = missingPython('pyarrow')
  it.skipIf(reason !== null)(
    `pyarrow reads every golden file as hyparquet does${reason ? ` (skipped: ${reason})` : ''}`,
    () => {
      const read = JSON.parse(
        runPython(join(import.meta.dirname, 'read_parquet.py'), ...files.map(file => file.path)),
      ) as RowObject[][]
      expect(read).toHaveLength(files.length)
      for (const [i, file] of files.entries()) {
        expect(read[i]!.filter(isReadableByPython), file.name).toEqual(file.rows.filter(isReadableByPython))
        expect(read[i]).toHaveLength(file.rows.length)
      }
    },
  )
})
