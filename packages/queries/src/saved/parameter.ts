import { parseTime } from './parse-time.ts'

/** What a parameter's value is: see `parameterTypes`. */
export type ParameterTypeName = 'time' | 'text' | 'integer'

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
  text: { parse: text => text, sql: 'CAST(? AS varchar)', expected: 'write any text' },
  integer: {
    parse: text => (/^\d{1,7}$/.test(text) && Number(text) <= MOST ? Number(text) : null),
    sql: 'CAST(? AS integer)',
    expected: `write a whole number from 0 to ${MOST}`,
  },
}

/** A time as both engines cast it to a timestamp: `2026-11-22 10:00:00.000`, in UTC. */
function timestampText(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '')
}
