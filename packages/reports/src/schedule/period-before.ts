import type { Period } from '@temporal-audit-lake/queries'
import { cronOf, timesUpTo } from './cron.ts'
import type { PeriodUnit } from './schedule.ts'

/** When each period begins, in the words of cron: who knows time zones there, knows them here. A week begins on Monday. */
const BEGINS: Readonly<Record<PeriodUnit, string>> = {
  day: '0 0 * * *',
  week: '0 0 * * 1',
  month: '0 0 1 * *',
  quarter: '0 0 1 1,4,7,10 *',
  'half-year': '0 0 1 1,7 *',
  year: '0 0 1 1 *',
}

/**
 * The last whole day, week, month, ... that is over at a moment, in a time zone.
 *
 * @param at milliseconds since the epoch
 *
 * @example
 * periodBefore('month', 'UTC', Date.UTC(2026, 10, 24)) // October 2026
 */
export function periodBefore(unit: PeriodUnit, timeZone: string, at: number): Period {
  const [to, from] = timesUpTo(cronOf(BEGINS[unit], timeZone), at, 2)
  return { from: from!, to: to! }
}
