/** What a scalar function takes and gives: a text, an integer, a double, true or false, or milliseconds since the epoch. */
export type ScalarType = 'VARCHAR' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'TIMESTAMP'

export type ScalarValue = string | number | bigint | boolean

/**
 * A function of SQL that is written in JavaScript, where no macro does: what it is called and what it does.
 *
 * It is pure: DuckDB may call it once for many rows, or ahead of time. It is never called with NULL: any NULL makes NULL.
 */
export interface ScalarFunction {
  readonly name: string
  readonly parameters: readonly ScalarType[]
  readonly result: ScalarType
  /**
   * A VARCHAR is a string, a BIGINT a bigint, a DOUBLE a number, a BOOLEAN a boolean, a TIMESTAMP a number of milliseconds
   * since the epoch; null is NULL.
   *
   * @throws Error for arguments that Trino refuses: the query fails with its message
   */
  call(...values: readonly never[]): ScalarValue | null
}
