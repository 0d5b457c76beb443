import type { Period } from './report.ts'

const DAY_MS = 86_400_000

/** How days are put together when there are too many to be drawn. */
export type Unit = 'day' | 'week' | 'month' | 'year'

/** Days that follow each other: the first, and the last. */
export interface DayRange {
  readonly first: string
  readonly last: string
  readonly days: number
}

/** The UTC day of a time, `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** How many UTC days a period touches. */
export function dayCount({ from, to }: Period): number {
  return dayNumber(to - 1) - dayNumber(from) + 1
}

/**
 * The days of a period that are not among some, put together where they follow each other.
 *
 * @param present sorted
 */
export function missingDays(period: Period, present: readonly string[]): DayRange[] {
  const ranges: DayRange[] = []
  let next = dayNumber(period.from)
  const end = dayNumber(period.to - 1) + 1
  for (const day of [...present.map(day => dayNumber(Date.parse(`${day}T00:00:00Z`))), end]) {
    if (day > next) ranges.push({ first: dayOf(next * DAY_MS), last: dayOf((day - 1) * DAY_MS), days: day - next })
    next = day + 1
  }
  return ranges
}

const UNITS: readonly Unit[] = ['day', 'week', 'month', 'year']

/** The smallest unit of which a period has no more than so many. */
export function unitFor(period: Period, most: number): Unit {
  return UNITS.find(unit => startsOf(period, unit, most + 1).length <= most) ?? 'year'
}

/**
 * The first day of every unit that a period touches, in order.
 *
 * @param most where to stop
 */
export function startsOf({ from, to }: Period, unit: Unit, most = Infinity): string[] {
  const starts: string[] = []
  for (
    let start = startOf(dayOf(from), unit);
    Date.parse(start) < to && starts.length < most;
    start = after(start, unit)
  )
    starts.push(start)
  return starts
}

/**
 * The first day of the unit that a day is in; a week begins on Monday, as in ISO 8601.
 *
 * @example
 * startOf('2026-11-22', 'week') // '2026-11-16'
 */
export function startOf(day: string, unit: Unit): string {
  if (unit === 'month') return `${day.slice(0, 7)}-01`
  if (unit === 'year') return `${day.slice(0, 4)}-01-01`
  const time = Date.parse(day)
  return unit === 'day' ? day : dayOf(time - ((new Date(time).getUTCDay() + 6) % 7) * DAY_MS)
}

/** The first day of the next unit: one that is safely inside of it, taken to its start. */
function after(start: string, unit: Unit): string {
  const days = { day: 1, week: 7, month: 32, year: 367 }[unit]
  return startOf(dayOf(Date.parse(start) + days * DAY_MS), unit)
}

function dayNumber(time: number): number {
  return Math.floor(time / DAY_MS)
}
