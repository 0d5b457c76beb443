import type { Value } from '@temporal-audit-lake/lake'
import Table from 'cli-table3'
import { printable } from './printable.ts'

/** Rows up to which a table is drawn: more is for a file, in another format. */
const MAX_ROWS = 1000
const WIDTH_IN_PIPES = 160
const NARROWEST = 6

type Rows = readonly (readonly Value[])[]

/** A result as a table that fits the terminal; long texts are cut. */
export async function* tableText(
  names: readonly string[],
  chunks: AsyncIterable<Rows>,
  { columns = WIDTH_IN_PIPES }: { readonly columns?: number },
): AsyncIterable<string> {
  const cells: string[][] = []
  let total = 0
  for await (const rows of chunks) {
    for (const row of rows) if (total++ < MAX_ROWS) cells.push(row.map(cellText))
  }
  const table = new Table({
    head: [...names],
    colWidths: widths(names, cells, columns),
    colAligns: names.map((_, i) => (cells.every(row => NUMBER.test(row[i]!)) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
    chars: PLAIN,
  })
  table.push(...cells)
  if (total > 0) yield `${table.toString()}\n`
  yield summary(total)
}

const NUMBER = /^-?[\d.]*$/
const PLAIN = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', right: '', 'right-mid': '' },
  ...{ mid: '─', 'mid-mid': ' ', middle: ' ' },
}

function summary(total: number): string {
  if (total > MAX_ROWS) return `${total} rows; the first ${MAX_ROWS} are shown: all with --format ndjson or csv\n`
  return `${total === 0 ? 'no rows' : total === 1 ? '1 row' : `${total} rows`}\n`
}

function cellText(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'string') return printable(value.replace(ISO_TIME, '$1 $2'))
  if (typeof value !== 'object') return String(value)
  return printable(Array.isArray(value) ? value.map(cellText).join(', ') : JSON.stringify(value))
}

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
const ISO_TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.\d+Z$/

/**
 * What each column may take: what it wants, unless all together are too wide; then the widest give way first. Times and
 * numbers are never cut: half of one says something else.
 */
function widths(names: readonly string[], cells: readonly (readonly string[])[], room: number): number[] {
  const columns = names.map((name, i) => [name, ...cells.map(row => row[i]!)])
  const wanted = columns.map(texts => texts.reduce((widest, text) => Math.max(widest, text.length), 0) + 2)
  const rigid = columns.map(([, ...texts]) => texts.every(text => NUMBER.test(text) || TIME.test(text)))
  const within = (limit: number) => wanted.map((width, i) => (rigid[i] ? width : Math.min(width, limit)))
  const borders = names.length - 1
  let limit = Math.max(...wanted)
  while (limit > NARROWEST && sum(within(limit)) + borders > room) limit--
  return within(limit)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
