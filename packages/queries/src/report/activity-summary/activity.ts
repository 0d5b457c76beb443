import { count, rowsOf, sum, text } from '../answer.ts'
import type { Bars, Block, Figures } from '../block.ts'
import { dayCount } from '../days.ts'
import { overTime } from '../log/over-time.ts'
import { counted, several } from '../numbers.ts'
import type { AnswerRow, Answers, Period } from '../report.ts'

/** How many bars a chart has at most. */
export const MOST_BARS = 15

/** The numbers that a reader looks for first. */
export function figures(answers: Answers, period: Period): Figures {
  const [all] = rowsOf(answers, 'coverage')
  const days = dayCount(period)
  return {
    kind: 'figures',
    figures: [
      { label: 'Events', value: count(all, 'events'), note: `in ${several(days, 'day')}` },
      { label: 'Failed', value: count(all, 'failed'), note: 'did not say they succeeded' },
      { label: 'Principals', value: count(all, 'principals'), note: 'users and service accounts' },
      { label: 'Addresses', value: count(all, 'addresses'), note: 'they came from' },
      { label: 'Namespaces', value: count(all, 'namespaces'), note: 'named in events' },
      { label: 'Days with events', value: count(all, 'days_with_events'), note: `of ${counted(days)}` },
    ],
  }
}

/** When it happened, what it was, and who did it. */
export function activity(answers: Answers, period: Period): Block[] {
  const events = count(rowsOf(answers, 'coverage')[0], 'events')
  if (events === 0) return [{ kind: 'text', text: 'There are no events in the period.' }]
  const operations = rowsOf(answers, 'activity-by-operation')
  const principals = rowsOf(answers, 'activity-by-principal')
  return [
    overTime(answers, period),
    bars('What was done, by kind of thing', 'Done', byVerbAndResource(operations), 'done', events),
    bars('Who did most', 'Principal', principals, 'actor', events),
  ]
}

/** Operations put together by what they do: `update namespace`, `create api key`. */
function byVerbAndResource(operations: readonly AnswerRow[]): AnswerRow[] {
  const groups = new Map<string, AnswerRow[]>()
  for (const row of operations) {
    const done = `${row.verb ?? ''} ${row.resource_type ?? ''}`.replaceAll('_', ' ').trim()
    groups.set(done, [...(groups.get(done) ?? []), row])
  }
  return [...groups]
    .map(([done, rows]) => ({ done, events: sum(rows, 'events'), failed: sum(rows, 'failed') }))
    .sort((a, b) => b.events - a.events || (a.done < b.done ? -1 : 1))
}

function bars(caption: string, of: string, rows: readonly AnswerRow[], label: string, events: number): Bars {
  const shown = rows.slice(0, MOST_BARS)
  return {
    kind: 'bars',
    caption,
    of,
    counts: 'Events',
    bars: shown.map(row => ({ label: text(row, label), count: count(row, 'events'), failed: count(row, 'failed') })),
    others: Math.max(0, events - sum(shown, 'events')),
  }
}
