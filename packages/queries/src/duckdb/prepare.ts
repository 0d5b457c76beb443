import { collections } from './collections.ts'
import { dateTime } from './date-time.ts'
import { json } from './json.ts'
import { dateFormatText, duckdbPath } from './patterns.ts'
import type { ScalarFunction } from './scalar-function.ts'
import { text } from './text.ts'

/** What a DuckDB needs to answer Athena's SQL. */
export interface DuckDBPreparation {
  /** Statements that set what must be set, in order. */
  readonly settings: readonly string[]
  /** To be registered before the macros are made, which use them. */
  readonly functions: readonly ScalarFunction[]
  /** Statements that make macros, in order. */
  readonly macros: readonly string[]
}

/** Settings, functions and macros that make DuckDB answer as Athena's engine does. */
export function prepareDuckDB(): DuckDBPreparation {
  return {
    settings: ["SET GLOBAL TimeZone = 'UTC'", 'SET GLOBAL integer_division = true'],
    functions: [dateFormatText, duckdbPath],
    macros: [...dateTime, ...text, ...json, ...collections],
  }
}
