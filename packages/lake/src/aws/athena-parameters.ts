import { QueryError, type Value } from '../engine.ts'

/** https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html */
const MOST_CHARACTERS = 1_024

/**
 * A parameter as Athena takes it: not a value but a piece of SQL that stands for the `?`, as in `EXECUTE … USING 'usa', 12`
 * (https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements-execute.html). So a text needs its
 * quotes: without them Athena takes `2026-11-22` for a subtraction.
 *
 * A number with a fraction is a double, as it is on DuckDB; written `1.5` it would be a decimal.
 *
 * @example
 * executionParameter("it's") // "'it''s'"
 * executionParameter(12)     // '12'
 * executionParameter(0.5)    // '5E-1'
 * executionParameter(null)   // 'NULL'
 *
 * @throws QueryError for what Athena takes no literal of
 */
export function executionParameter(value: Value): string {
  const sql = literal(value)
  if (sql.length > MOST_CHARACTERS)
    throw new QueryError(`Athena takes parameters of ${MOST_CHARACTERS} characters at most, this one has ${sql.length}`)
  return sql
}

function literal(value: Value): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') throw new QueryError('a parameter is a text, a number, true, false or null')
  if (!Number.isFinite(value)) throw new QueryError(`${value} is no number that a parameter can be`)
  return Number.isSafeInteger(value) ? String(value) : value.toExponential().toUpperCase().replace('+', '')
}
