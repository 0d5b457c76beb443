import { type Cell, type FlatTable, visible } from '@temporal-audit-lake/queries'
import { stringify } from 'csv-stringify/sync'

/**
 * A table as CSV by RFC 4180: a line of names, then a line for each row, quoted where needed, lines ending in CR LF.
 *
 * Characters that cannot be seen stand as their code points, so that a terminal may show the file. A text that a
 * spreadsheet would take for a formula is led by an apostrophe, as OWASP advises.
 *
 * @example
 * renderCsv({ ...table, rows: [['=1+1']] }) // "What\r\n'=1+1\r\n"
 */
export function renderCsv({ columns, rows }: FlatTable): string {
  const lines = [columns.map(({ label }) => label), ...rows.map(row => row.map(csvCell))]
  return stringify(lines, { record_delimiter: 'windows' })
}

/** With white space before it, too: some spreadsheets skip it. */
const FORMULA = /^\s*[=+\-@|%＝＋－＠]/u
const NUMBER = /^-?\d+(?:\.\d+)?$/

function csvCell(cell: Cell): string | number | null {
  if (typeof cell === 'boolean') return String(cell)
  if (typeof cell !== 'string') return cell
  const text = visible(cell)
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}
