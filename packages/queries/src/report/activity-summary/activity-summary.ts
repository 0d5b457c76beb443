import { coverage } from '../log/coverage.ts'
import { logQuestions } from '../log/log-questions.ts'
import { all, first, MOST_ROWS, total } from '../question.ts'
import type { Period, Report } from '../report.ts'
import { activity, figures, MOST_BARS } from './activity.ts'
import { changes } from './changes.ts'
import { exceptions } from './exceptions.ts'

/** Saved queries with more rows than a page has room for. */
const BOUNDED = [
  'failed-operations',
  'repeated-failures',
  'user-and-permission-changes',
  'api-key-changes',
  'namespace-changes',
  'new-principals',
  'addresses-per-principal',
]

const DAY_MS = 86_400_000
/** As `new-principals` looks back by default. */
const HISTORY_DAYS = 400

/** The time before a period that tells who is new. */
function historyOf({ from }: Period): Period {
  return { from: from - HISTORY_DAYS * DAY_MS, to: from }
}

const SCOPE =
  'All operations on the Temporal Cloud account that its audit log tells of: users, service accounts, API keys, namespaces, settings.'

/** The report that says what happened in a period, and how far the log can be relied on. */
export const activitySummary: Report = {
  name: 'activity-summary',
  title: 'Activity summary',
  description: 'What happened in a Temporal Cloud account in a period, exceptions first, and how complete the log is.',
  scope: SCOPE,
  parameters: [],
  questions: period => [
    ...logQuestions(period),
    all('coverage', historyOf(period), { name: 'history' }),
    all('activity-by-operation', period),
    first('activity-by-principal', MOST_BARS, period),
    ...BOUNDED.flatMap(name => [first(name, MOST_ROWS, period), total(name, period)]),
  ],
  sections: (answers, period) => [
    { id: 'exceptions', heading: 'Exceptions', blocks: [exceptions(answers, period)] },
    { id: 'figures', heading: 'At a glance', blocks: [figures(answers, period)] },
    { id: 'coverage', heading: 'How complete the log is', blocks: coverage(answers, period) },
    { id: 'activity', heading: 'Activity', blocks: activity(answers, period) },
    ...changes(answers, period),
  ],
}
