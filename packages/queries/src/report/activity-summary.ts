import { compile } from '../saved/compile.ts'
import { savedQueries } from '../saved/saved-query.ts'
import type { Period, Question, Report } from './report.ts'

/** The report that says what happened in a period, and how far the log can be relied on. */
export const activitySummary: Report = {
  name: 'activity-summary',
  title: 'Activity summary',
  description: 'What happened in the Temporal Cloud account in a period, exceptions first.',
  questions: period => [ask('failed-operations', period)],
  sections: answers => [
    {
      id: 'failed-operations',
      heading: 'Failed operations',
      blocks: [{ kind: 'text', text: `${answers['failed-operations']!.length}` }],
    },
  ],
}

function ask(name: string, period: Period): Question {
  const query = savedQueries.find(saved => saved.name === name)!
  const times = { from: new Date(period.from).toISOString(), to: new Date(period.to).toISOString() }
  return { name, ...compile(query, times, period.to) }
}
