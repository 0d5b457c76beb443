/** English names, as Trino writes and reads them in every locale. */
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** From Monday, the first day of the week in ISO 8601. */
export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const DAY_MS = 86_400_000

/** A date and time as a calendar and a clock in UTC show it. */
export interface CalendarTime {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  /** From 1, Monday. */
  readonly dayOfWeek: number
  readonly dayOfYear: number
  /** Week of ISO 8601, and the year that it belongs to. */
  readonly week: number
  readonly weekYear: number
}

/** @param time milliseconds since the epoch */
export function calendarTime(time: number): CalendarTime {
  const date = new Date(time)
  const dayOfWeek = ((date.getUTCDay() + 6) % 7) + 1
  // a week belongs to the year of its Thursday
  const thursday = new Date(time + (4 - dayOfWeek) * DAY_MS)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
    dayOfWeek,
    dayOfYear: dayOfYear(date),
    week: Math.ceil(dayOfYear(thursday) / 7),
    weekYear: thursday.getUTCFullYear(),
  }
}

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - utc(date.getUTCFullYear(), 1, 1)) / DAY_MS) + 1
}

/** What is known of a date and time; the rest is as on 1970-01-01 at midnight. */
export interface PartialTime {
  year?: number
  month?: number
  day?: number
  dayOfYear?: number
  week?: number
  weekYear?: number
  dayOfWeek?: number
  hour?: number
  minute?: number
  second?: number
  millisecond?: number
  /** Minutes east of UTC. */
  offset?: number
}

/**
 * Milliseconds since the epoch.
 *
 * @throws RangeError for a day or an hour that does not exist
 */
export function timeOf(parts: PartialTime): number {
  const { hour = 0, minute = 0, second = 0, millisecond = 0, offset = 0 } = parts
  inRange('hour', hour, 0, 23)
  inRange('minute', minute, 0, 59)
  inRange('second', second, 0, 59)
  return dayOf(parts) + ((hour * 60 + minute - offset) * 60 + second) * 1000 + millisecond
}

function dayOf(parts: PartialTime): number {
  if (parts.week !== undefined || parts.weekYear !== undefined) return weekDay(parts)
  const { year = 1970, month = 1, day = 1, dayOfYear } = parts
  if (dayOfYear !== undefined) {
    inRange('day of the year', dayOfYear, 1, (utc(year + 1, 1, 1) - utc(year, 1, 1)) / DAY_MS)
    return utc(year, 1, dayOfYear)
  }
  inRange('month', month, 1, 12)
  inRange('day', day, 1, new Date(utc(year, month + 1, 0)).getUTCDate())
  return utc(year, month, day)
}

function weekDay({ weekYear = 1970, week = 1, dayOfWeek = 1 }: PartialTime): number {
  // December 28th is always in the last week
  inRange('week', week, 1, calendarTime(utc(weekYear, 12, 28)).week)
  inRange('day of the week', dayOfWeek, 1, 7)
  const fourth = utc(weekYear, 1, 4)
  return fourth + ((week - 1) * 7 + dayOfWeek - calendarTime(fourth).dayOfWeek) * DAY_MS
}

function inRange(name: string, value: number, first: number, last: number): void {
  if (value < first || value > last) throw new RangeError(`${value} is no ${name}: it must be ${first} to ${last}`)
}

/** `Date.UTC` that takes the years 0 to 99 as what they are. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day)
}
