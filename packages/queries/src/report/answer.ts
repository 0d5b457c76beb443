import type { Cell } from './block.ts'
import { totalOf } from './question.ts'
import type { AnswerRow, Answers } from './report.ts'

/** The rows that answer a question. */
export function rowsOf(answers: Answers, name: string): readonly AnswerRow[] {
  return answers[name] ?? []
}

/** How many rows a question has in all, whether or not they are all here. */
export function totalRows(answers: Answers, name: string): number {
  const [row] = rowsOf(answers, totalOf(name))
  return row ? count(row, 'total') : rowsOf(answers, name).length
}

/** A number in a row; 0 where there is none. */
export function count(row: AnswerRow | undefined, column: string): number {
  const value = Number(row?.[column] ?? 0)
  return Number.isFinite(value) ? value : 0
}

/** The sum of a column. */
export function sum(rows: readonly AnswerRow[], column: string): number {
  return rows.reduce((sum, row) => sum + count(row, column), 0)
}

/** A value in a row as a cell: what is neither text, number nor truth value is shown as JSON. */
export function cell(row: AnswerRow | undefined, column: string): Cell {
  const value = row?.[column] ?? null
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  return JSON.stringify(value)
}

/** A text in a row, or null. */
export function text(row: AnswerRow | undefined, column: string): string | null {
  const value = cell(row, column)
  return value === null ? null : String(value)
}
