import { aggregates } from './aggregates.ts'
import { arrays } from './arrays.ts'
import { binary } from './binary.ts'
import { dateTime, dateTimeFunctions } from './date-time.ts'
import { json, jsonFunctions } from './json.ts'
import { numbers } from './numbers.ts'
import { regexp, regexpFunctions } from './regexp.ts'
import type { ScalarFunction } from './scalar-function.ts'
import { text, textFunctions } from './text.ts'
import { url, urlFunctions } from './url.ts'

/** What a DuckDB needs to answer Athena's SQL. */
export interface DuckDBPreparation {
  /** Statements that set what must be set. */
  readonly settings: readonly string[]
  /** To be registered before the macros are made, which use them. */
  readonly functions: readonly ScalarFunction[]
  /** Statements that make macros. */
  readonly macros: readonly string[]
}

/** Settings, functions and macros that make DuckDB answer as Athena's engine does. */
export function prepareDuckDB(): DuckDBPreparation {
  return {
    settings: [
      "SET GLOBAL TimeZone = 'UTC'",
      'SET GLOBAL integer_division = true',
      "SET GLOBAL lambda_syntax = 'ENABLE_SINGLE_ARROW'",
    ],
    functions: [...dateTimeFunctions, ...textFunctions, ...regexpFunctions, ...jsonFunctions, ...urlFunctions],
    macros: [...numbers, ...binary, ...text, ...regexp, ...json, ...arrays, ...dateTime, ...aggregates, ...url],
  }
}
