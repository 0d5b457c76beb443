import type { Row } from './flatten.ts'
import { compareSequenceNumbers } from './source-record.ts'
import { columnIndex, columns } from './table.ts'

const EMIT_TIME = columnIndex('emit_time')
const LOG_ID = columnIndex('log_id')
const OPERATION = columnIndex('operation')
const VERSION = columnIndex('version')
const ARRIVAL_TIME = columnIndex('arrival_time')
const SEQUENCE_NUMBER = columnIndex('sequence_number')

/** The columns that tell what happened, rather than how the news of it came; lists are in `details` too. */
const CONTENT = columns.flatMap((column, i) => (column.group === 'provenance' || column.type === 'list' ? [] : [i]))

/**
 * Puts rows in the order of a file, by `emit_time` and `log_id`, and leaves out those that say the same as another one,
 * word for word: the stream delivers at least once.
 *
 * Of several, the last to arrive stays. Rows of one event that differ in anything (a newer `version`, say) all stay:
 * the view decides between them. The result does not depend on the order the rows are given in.
 */
export function sortedWithoutRepeats(rows: readonly Row[]): Row[] {
  const sorted = [...rows].sort(compareRows)
  return sorted.filter((row, i) => i + 1 === sorted.length || !saysTheSame(row, sorted[i + 1]!))
}

/** Repeats come to stand side by side, the last to arrive last. */
function compareRows(a: Row, b: Row): number {
  return (
    compare(a[EMIT_TIME] as number, b[EMIT_TIME] as number) ||
    compare(a[LOG_ID] as string, b[LOG_ID] as string) ||
    compare(a[OPERATION] as string, b[OPERATION] as string) ||
    compare(a[VERSION] as number, b[VERSION] as number) ||
    compareContent(a, b) ||
    compare(a[ARRIVAL_TIME] as number, b[ARRIVAL_TIME] as number) ||
    compareSequenceNumbers(a[SEQUENCE_NUMBER] as string, b[SEQUENCE_NUMBER] as string)
  )
}

function saysTheSame(a: Row, b: Row): boolean {
  return CONTENT.every(i => a[i] === b[i])
}

function compareContent(a: Row, b: Row): number {
  const i = CONTENT.find(column => a[column] !== b[column])
  return i === undefined ? 0 : compare(JSON.stringify(a[i]), JSON.stringify(b[i]))
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0
}
