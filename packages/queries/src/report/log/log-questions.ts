import { all, first, MOST_ROWS, total } from '../question.ts'
import type { Period, Question } from '../report.ts'

/** What every report asks: how far the log of the period can be relied on. */
export function logQuestions(period: Period): Question[] {
  return [
    all('coverage', period),
    all('activity-per-day', period),
    all('receipts-by-source', period),
    all('dead-letters-by-reason', period),
    all('late-arrivals', period),
    first('unbalanced-receipts', MOST_ROWS, period),
    total('unbalanced-receipts', period),
  ]
}
