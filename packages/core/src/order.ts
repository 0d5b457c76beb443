import type { Rows } from './rows.ts'
import { compareSequenceNumbers } from './source-record.ts'
import { columnAt, columns } from './table.ts'

/** The columns that tell what happened, rather than how the news of it came; lists are in `details` too. */
const CONTENT = columns.flatMap((column, i) => (column.group === 'provenance' || column.type === 'list' ? [] : [i]))

/**
 * Puts rows in the order of a file, by `emit_time` and `log_id`, and leaves out those that say the same as another one,
 * word for word: the stream delivers at least once.
 *
 * Of several, the last to arrive stays. Rows of one event that differ in anything (a newer `version`, say) all stay:
 * the view decides between them. The result does not depend on the order the rows are given in.
 *
 * @returns the numbers of the rows that stay, in their new order
 */
export function orderWithoutRepeats(rows: Rows): number[] {
  const sorted = Array.from({ length: rows.length }, (_, i) => i).sort((a, b) => compareRows(rows, a, b))
  return sorted.filter((row, i) => i + 1 === sorted.length || !saysTheSame(rows, row, sorted[i + 1]!))
}

/** Repeats come to stand side by side, the last to arrive last. */
function compareRows(rows: Rows, a: number, b: number): number {
  return (
    compare(rows, columnAt.emit_time, a, b) ||
    compare(rows, columnAt.log_id, a, b) ||
    compare(rows, columnAt.operation, a, b) ||
    compare(rows, columnAt.version, a, b) ||
    compareContent(rows, a, b) ||
    compare(rows, columnAt.arrival_time, a, b) ||
    compareSequenceNumbers(
      rows.get(columnAt.sequence_number, a) as string,
      rows.get(columnAt.sequence_number, b) as string,
    )
  )
}

function saysTheSame(rows: Rows, a: number, b: number): boolean {
  if (rows.get(columnAt.emit_time, a) !== rows.get(columnAt.emit_time, b)) return false
  return CONTENT.every(column => rows.get(column, a) === rows.get(column, b))
}

function compareContent(rows: Rows, a: number, b: number): number {
  const column = CONTENT.find(candidate => rows.get(candidate, a) !== rows.get(candidate, b))
  return column === undefined
    ? 0
    : compareCells(JSON.stringify(rows.get(column, a)), JSON.stringify(rows.get(column, b)))
}

function compare(rows: Rows, column: number, a: number, b: number): number {
  return compareCells(rows.get(column, a) as string | number, rows.get(column, b) as string | number)
}

function compareCells<Value extends string | number>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}
