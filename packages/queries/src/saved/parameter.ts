import { dates, names, pattern, timezone, weekdays } from './parameter-texts.ts'
import { parseTime } from './parse-time.ts'

/** What a parameter's value is: see `parameterTypes`. */
export type ParameterTypeName =
  | 'time'
  | 'text'
  | 'integer'
  | 'hour'
  | 'weekdays'
  | 'dates'
  | 'timezone'
  | 'pattern'
  | 'names'

/** Something a saved query wants to be told. */
export interface Parameter {
  readonly name: string
  readonly type: ParameterTypeName
  /** As a person would write it; a parameter without one must be given. */
  readonly default?: string
  readonly description: string
}

/** How a parameter of a type is read, and how it stands in SQL. */
export interface ParameterType {
  /** The value for the engine, or null when the text is none. */
  readonly parse: (text: string, now: number) => string | number | null
  /** SQL of the type's own in place of the name; an engine is not left to guess what a `?` is. */
  readonly sql: string
  /** What to write, for the message of an error. */
  readonly expected: string
}

const MOST = 1_000_000
const HOURS = 24
const AS_TEXT = 'CAST(? AS varchar)'
const AS_INTEGER = 'CAST(? AS integer)'

/** The types of parameters. A text may be empty, which by habit of the queries means any. */
export const parameterTypes: Readonly<Record<ParameterTypeName, ParameterType>> = {
  time: {
    parse(text, now) {
      const time = parseTime(text, now)
      return time === null ? null : timestampText(time)
    },
    sql: 'CAST(? AS timestamp)',
    expected: 'write 2026-11-22, 2026-11-22T10:00:00Z, T-30d or T',
  },
  text: { parse: text => text, sql: AS_TEXT, expected: 'write any text' },
  integer: {
    parse: text => wholeNumber(text, MOST),
    sql: AS_INTEGER,
    expected: `write a whole number from 0 to ${MOST}`,
  },
  hour: {
    parse: text => wholeNumber(text, HOURS),
    sql: AS_INTEGER,
    expected: `write a whole hour from 0 to ${HOURS}`,
  },
  weekdays: { parse: weekdays, sql: AS_TEXT, expected: 'write numbers from 1 for Monday to 7, such as 1,2,3,4,5' },
  dates: { parse: dates, sql: AS_TEXT, expected: 'write days, such as 2026-12-25,2027-01-01, or nothing' },
  timezone: { parse: timezone, sql: AS_TEXT, expected: 'write a time zone of IANA, such as UTC or Europe/Berlin' },
  pattern: {
    parse: pattern,
    sql: AS_TEXT,
    expected: 'write a regular expression, such as OPS-[0-9]+, without lookaround and without references back',
  },
  names: { parse: names, sql: AS_TEXT, expected: 'write one name or more, with commas between' },
}

function wholeNumber(text: string, most: number): number | null {
  return /^\d{1,7}$/.test(text) && Number(text) <= most ? Number(text) : null
}

/** A time as both engines cast it to a timestamp: `2026-11-22 10:00:00.000`, in UTC. */
function timestampText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '')
}
