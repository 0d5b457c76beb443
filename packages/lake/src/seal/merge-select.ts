import { IDENTITY, PRECEDENCE } from '../identity.ts'

/**
 * The SELECT that merges the files of a day: every version of every event once, whether it is the current one, in the
 * order of a file.
 *
 * The same text runs on Athena, Trino and DuckDB.
 *
 * @param columns the columns to keep: those of the table, and whatever else the files have
 * @param from a table or subquery of the rows, with all of these columns, and a number `content` that is the same for
 * rows that are the same: of rows that the order of copies does not tell apart the one with the lower number stays
 */
export function mergeSelect(columns: readonly string[], from: string): string {
  const names = columns.join(', ')
  const event = `PARTITION BY ${IDENTITY.join(', ')} ORDER BY ${PRECEDENCE}, content`
  // rows of one version stand side by side, the best copy first: it is the one whose predecessor is another version
  return `SELECT ${names}, precedence = 1 AS is_current FROM (
  SELECT ${names},
    row_number() OVER (${event}) AS precedence,
    lag(version) OVER (${event}) AS version_before
  FROM (${from})
) WHERE version_before IS NULL OR version_before <> version
ORDER BY emit_time, log_id, operation, version`
}
