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
  const times = rows.numbers[columnAt.emit_time]!.values
  const sorted = Array.from({ length: rows.length }, (_, i) => i)
  sorted.sort((a, b) => times[a]! - times[b]! || compareAtOneTime(rows, a, b))
  return sorted.filter((row, i) => {
    const next = sorted[i + 1]
    return next === undefined || times[row] !== times[next] || compareContent(rows, row, next) !== 0
  })
}

/** Repeats come to stand side by side, the last to arrive last. */
function compareAtOneTime(rows: Rows, a: number, b: number): number {
  return (
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

function compareContent(rows: Rows, a: number, b: number): number {
  for (const column of CONTENT) {
    const order = compare(rows, column, a, b)
    if (order !== 0) return order
  }
  return 0
}

/** Texts are compared as bytes: no string is made of them. */
function compare(rows: Rows, column: number, a: number, b: number): number {
  return columns[column]!.type === 'string' ? rows.texts[column]!.compare(a, b) : rows.numbers[column]!.compare(a, b)
}
