import { type PartialTime, timeOf } from './calendar.ts'
import type { ScalarFunction } from './scalar-function.ts'

const DATE = String.raw`(?<year>[+-]?\d{1,9})(?:-W(?<week>\d{1,2})(?:-(?<weekday>\d))?|-(?<yearday>\d{3})|-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?`
const TIME = String.raw`(?<hour>\d{1,2})(?::(?<minute>\d{1,2})(?::(?<second>\d{1,2}))?)?(?:[.,](?<fraction>\d+))?`
const OFFSET = String.raw`Z|(?<sign>[+-])(?<offsetHours>[01]\d|2[0-3])(?::?(?<offsetMinutes>\d\d))?`

const ONLY_DATE = new RegExp(`^${DATE}$`)
const DATE_AND_TIME = new RegExp(`^(?!T?$)(?:${DATE})?(?:T(?:${TIME})?(?:${OFFSET})?)?$`, 'i')

/**
 * `iso_timestamp('2020-W20-1T10:30+02:00')` is 2020-05-11 08:30:00.
 *
 * Dates by month, by week and by day of the year; a fraction of the last part of the time; UTC where there is no offset.
 */
export const isoTimestampFunction: ScalarFunction = {
  name: 'iso_timestamp',
  parameters: ['VARCHAR'],
  result: 'TIMESTAMP',
  call: (text: string) => isoTime(text, DATE_AND_TIME),
}

/** `iso_date('2020-123')` is 2020-05-02 00:00:00. */
export const isoDateFunction: ScalarFunction = {
  name: 'iso_date',
  parameters: ['VARCHAR'],
  result: 'TIMESTAMP',
  call: (text: string) => isoTime(text, ONLY_DATE),
}

type Groups = Readonly<Record<string, string | undefined>>

function isoTime(text: string, expression: RegExp): number {
  const groups: Groups | undefined = expression.exec(text)?.groups
  if (!groups) throw new RangeError(`${JSON.stringify(text)} is no ISO 8601 date or time`)
  const time = timeOf({ ...datePartsOf(groups), ...timePartsOf(groups), offset: offsetOf(groups) })
  if (Number.isNaN(time)) throw new RangeError(`${JSON.stringify(text)} is further away than time goes here`)
  return time + fractionOf(groups)
}

function datePartsOf({ year, month, day, week, weekday, yearday }: Groups): PartialTime {
  if (week !== undefined) return { weekYear: Number(year), week: Number(week), dayOfWeek: Number(weekday ?? 1) }
  if (yearday !== undefined) return { year: Number(year), dayOfYear: Number(yearday) }
  return { year: Number(year ?? 1970), month: Number(month ?? 1), day: Number(day ?? 1) }
}

function timePartsOf({ hour, minute, second }: Groups): PartialTime {
  return { hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: Number(second ?? 0) }
}

function offsetOf({ sign, offsetHours, offsetMinutes }: Groups): number {
  const minutes = Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)
  return sign === '-' ? -minutes : minutes
}

/** Whole milliseconds; the fraction is of the smallest part that is there. */
function fractionOf({ minute, second, fraction }: Groups): number {
  if (fraction === undefined) return 0
  if (second !== undefined) return Number(fraction.padEnd(3, '0').slice(0, 3))
  return Math.floor(Number(`0.${fraction}`) * (minute === undefined ? 3_600_000 : 60_000))
}
