import { cell, rowsOf, totalRows } from './answer.ts'
import type { ColumnKind, Table } from './block.ts'
import { type Asking, all, commandOf, MOST_ROWS } from './question.ts'
import type { Answers, Period } from './report.ts'

/** How many rows of a table a page has room for. */
const PAGE_ROWS = 50

/** What a table shows of an answer. */
export interface TableShape {
  readonly caption: string
  readonly columns: readonly (readonly [label: string, column: string, kind: ColumnKind])[]
  /** What stands there when there are no rows. */
  readonly empty: string
  /** How many rows a page shows at most; default 50. */
  readonly most?: number
}

/**
 * The answer to a question as a table; it says how many rows a page shows, how many there are, and how to get them.
 *
 * @param asked which saved query it answers, and what it was given; default: the one of its name
 */
export function tableOf(
  answers: Answers,
  name: string,
  period: Period,
  { caption, columns, empty, most = PAGE_ROWS }: TableShape,
  asked: Pick<Asking, 'given'> & { readonly query: string } = { query: name },
): Table {
  const rows = rowsOf(answers, name).slice(0, MOST_ROWS)
  const total = totalRows(answers, name)
  return {
    kind: 'table',
    caption,
    columns: columns.map(([label, , kind]) => ({ label, kind })),
    rows: rows.map(row => columns.map(([, column]) => cell(row, column))),
    onPage: most,
    total,
    empty,
    all:
      total > most
        ? `${commandOf(all(asked.query, period, asked.given ? { given: asked.given } : {}))} --format csv`
        : null,
  }
}
