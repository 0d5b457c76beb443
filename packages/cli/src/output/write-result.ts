import { once } from 'node:events'
import type { QueryResult, Value } from '@temporal-audit-lake/lake'
import { stringify } from 'csv-stringify/sync'
import type { Shell } from '../shell.ts'
import { tableText } from './table-text.ts'

/** How a result is written. */
export const FORMATS = ['table', 'json', 'ndjson', 'csv'] as const
export type Format = (typeof FORMATS)[number]

type Rows = readonly (readonly Value[])[]

/**
 * Writes a result to stdout, in memory that does not grow with it unless it is a table.
 *
 * @returns how many rows it had
 */
export async function writeResult(result: QueryResult, format: Format, shell: Shell): Promise<number> {
  const names = result.columns.map(({ name }) => name)
  let rows = 0
  for await (const text of textOf(names, counting(result.chunks), format, shell)) {
    if (!shell.stdout.write(text)) await once(shell.stdout, 'drain')
  }
  return rows

  async function* counting(chunks: AsyncIterable<Rows>): AsyncIterable<Rows> {
    for await (const chunk of chunks) {
      rows += chunk.length
      yield chunk
    }
  }
}

/** Writes objects that have the same members, as a result is written. */
export async function writeObjects(objects: readonly object[], format: Format, shell: Shell): Promise<void> {
  const columns = Object.keys(objects[0] ?? {}).map(name => ({ name, type: '' }))
  async function* chunks() {
    yield objects.map(object => Object.values(object) as Value[])
  }
  await writeResult({ columns, chunks: chunks() }, format, shell)
}

async function* textOf(
  names: readonly string[],
  chunks: AsyncIterable<Rows>,
  format: Format,
  shell: Shell,
): AsyncIterable<string> {
  switch (format) {
    case 'table':
      return yield* tableText(names, chunks, shell.stdout)
    case 'json':
      return yield* jsonText(names, chunks)
    case 'ndjson':
      for await (const rows of chunks) yield rows.map(row => `${jsonObject(names, row)}\n`).join('')
      return
    case 'csv':
      return yield* csvText(names, chunks)
  }
}

async function* jsonText(names: readonly string[], chunks: AsyncIterable<Rows>): AsyncIterable<string> {
  let separator = '[\n'
  for await (const rows of chunks) {
    for (const row of rows) {
      yield `${separator}  ${jsonObject(names, row)}`
      separator = ',\n'
    }
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

function jsonObject(names: readonly string[], row: readonly Value[]): string {
  return JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]])))
}

/** Texts that a spreadsheet would take for a formula are led by an apostrophe, as OWASP advises for CSV injection. */
async function* csvText(names: readonly string[], chunks: AsyncIterable<Rows>): AsyncIterable<string> {
  yield stringify([names])
  for await (const rows of chunks) {
    yield stringify(rows.map(row => row.map(csvCell)))
  }
}

const FORMULA = /^[=+\-@\t\r]/

function csvCell(value: Value): string | number | null {
  if (typeof value === 'string') return FORMULA.test(value) && !/^-?[\d.]+$/.test(value) ? `'${value}` : value
  if (value === null || typeof value === 'number') return value
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}
