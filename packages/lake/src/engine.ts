/**
 * A value in a result, as JSON has it: a timestamp is `2026-11-22T10:00:00.000Z`, a date `2026-11-22`, an integer that a
 * double does not hold is a text of its digits, and so is a decimal.
 */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value }

export interface ResultColumn {
  readonly name: string
  /** The engine's name of the type, such as `VARCHAR`. */
  readonly type: string
}

/** A result as it comes: columns at once, rows in chunks. */
export interface QueryResult {
  readonly columns: readonly ResultColumn[]
  /** Chunks of rows; a row has a value for each column. To be read once. */
  readonly chunks: AsyncIterable<readonly (readonly Value[])[]>
}

export interface QueryOptions {
  /** Stops the query. */
  readonly signal?: AbortSignal
}

/**
 * What answers SQL over the lake's tables and views (`audit_logs`, `audit_log_versions`, `events_flat`, `event_targets`,
 * `arrivals`, `dead_letters`, `receipts`): Athena, or DuckDB.
 */
export interface Engine {
  /**
   * Answers one SELECT in the SQL of Athena that DuckDB shares.
   *
   * @param parameters the values of the `?` in the text, in order
   * @throws QueryError for SQL that cannot be answered
   */
  query(sql: string, parameters?: readonly Value[], options?: QueryOptions): Promise<QueryResult>
}

/** SQL that cannot be answered: what the engine says about it. The fault is the author's, not ours. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
}

/** All rows of a result as objects; a convenience for small ones. */
export async function rowObjects(result: QueryResult): Promise<Record<string, Value>[]> {
  const rows: Record<string, Value>[] = []
  for await (const chunk of result.chunks) {
    for (const row of chunk) rows.push(Object.fromEntries(result.columns.map(({ name }, i) => [name, row[i]!])))
  }
  return rows
}
