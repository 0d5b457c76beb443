import { all, first, TABLE_ROWS, total } from '../question.ts'
import type { Period, Report } from '../report.ts'
import { activity, figures, MOST_BARS } from './activity.ts'
import { changes } from './changes.ts'
import { coverage, origin } from './coverage.ts'
import { exceptions } from './exceptions.ts'
import { limits } from './limits.ts'

/** Saved queries with more rows than a page has room for. */
const BOUNDED = [
  'failed-operations',
  'repeated-failures',
  'user-and-permission-changes',
  'api-key-changes',
  'namespace-changes',
  'new-principals',
  'addresses-per-principal',
  'unbalanced-receipts',
]

const DAY_MS = 86_400_000
/** As `new-principals` looks back by default. */
const HISTORY_DAYS = 400

/** The time before a period that tells who is new. */
function historyOf({ from }: Period): Period {
  return { from: from - HISTORY_DAYS * DAY_MS, to: from }
}

/** The report that says what happened in a period, and how far the log can be relied on. */
export const activitySummary: Report = {
  name: 'activity-summary',
  title: 'Activity summary',
  description: 'What happened in a Temporal Cloud account in a period, exceptions first, and how complete the log is.',
  questions: period => [
    all('coverage', period),
    all('coverage', historyOf(period), 'history'),
    all('activity-per-day', period),
    all('activity-by-operation', period),
    first('activity-by-principal', MOST_BARS, period),
    all('receipts-by-source', period),
    all('dead-letters-by-reason', period),
    all('late-arrivals', period),
    ...BOUNDED.flatMap(name => [first(name, TABLE_ROWS, period), total(name, period)]),
  ],
  origin,
  sections: (answers, period) => [
    { id: 'exceptions', heading: 'Exceptions', blocks: [exceptions(answers, period)] },
    { id: 'figures', heading: 'At a glance', blocks: [figures(answers, period)] },
    { id: 'coverage', heading: 'How complete the log is', blocks: coverage(answers, period) },
    { id: 'activity', heading: 'Activity', blocks: activity(answers, period) },
    ...changes(answers, period),
    { id: 'limits', heading: 'What the log cannot show', blocks: limits },
  ],
}
