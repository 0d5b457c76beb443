import type { Period } from '@temporal-audit-lake/queries'

const DAY_MS = 86_400_000

/**
 * The last whole week (from Monday) or month, in UTC.
 *
 * @param now milliseconds since the epoch
 *
 * @example
 * lastPeriod('month', Date.UTC(2026, 10, 24)) // October 2026
 */
export function lastPeriod(unit: string, now: number): Period {
  const today = new Date(now)
  if (unit === 'month') {
    return { from: monthFrom(today, -1), to: monthFrom(today, 0) }
  }
  const monday = now - (now % DAY_MS) - ((today.getUTCDay() + 6) % 7) * DAY_MS
  return { from: monday - 7 * DAY_MS, to: monday }
}

function monthFrom(day: Date, months: number): number {
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + months, 1)
}
