import { count, rowsOf } from '../answer.ts'
import type { Columns } from '../block.ts'
import { startOf, startsOf, unitFor } from '../days.ts'
import type { Answers, Period } from '../report.ts'

/** How many columns fit a page. */
const MOST_COLUMNS = 100

/** A chart of when events happened, by outcome. */
export function overTime(answers: Answers, period: Period): Columns {
  const unit = unitFor(period, MOST_COLUMNS)
  const starts = startsOf(period, unit)
  const at = new Map(starts.map((start, i) => [start, i]))
  const succeeded = starts.map(() => 0)
  const failed = starts.map(() => 0)
  for (const row of rowsOf(answers, 'activity-per-day')) {
    const i = at.get(startOf(String(row.event_date), unit))
    if (i === undefined) continue
    succeeded[i]! += count(row, 'events') - count(row, 'failed')
    failed[i]! += count(row, 'failed')
  }
  return {
    kind: 'columns',
    caption: `Events per ${unit}`,
    unit,
    starts,
    series: [
      { name: 'Succeeded', tone: 'ordinary', values: succeeded },
      { name: 'Failed', tone: 'failed', values: failed },
    ],
  }
}
