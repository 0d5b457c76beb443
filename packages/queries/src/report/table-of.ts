import { cell, rowsOf, totalRows } from './answer.ts'
import type { ColumnKind, Table } from './block.ts'
import { all, commandOf, TABLE_ROWS } from './question.ts'
import type { Answers, Period } from './report.ts'

/** What a table shows of an answer. */
export interface TableShape {
  readonly caption: string
  readonly columns: readonly (readonly [label: string, column: string, kind: ColumnKind])[]
  /** What stands there when there are no rows. */
  readonly empty: string
  /** How many rows it has at most; default 50. */
  readonly most?: number
}

/** The answer to a question as a table, no longer than a page bears; it says how many rows there are, and how to get them. */
export function tableOf(
  answers: Answers,
  name: string,
  period: Period,
  { caption, columns, empty, most = TABLE_ROWS }: TableShape,
): Table {
  const rows = rowsOf(answers, name).slice(0, most)
  const total = totalRows(answers, name)
  return {
    kind: 'table',
    caption,
    columns: columns.map(([label, , kind]) => ({ label, kind })),
    rows: rows.map(row => columns.map(([, column]) => cell(row, column))),
    total,
    empty,
    all: total > rows.length ? `${commandOf(all(name, period))} --format csv` : null,
  }
}
