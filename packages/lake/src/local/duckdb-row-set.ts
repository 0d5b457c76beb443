import type { RowSetSql } from '../seal/row-set.ts'
import { quoted } from '../sql-literal.ts'
import { identifier } from './duckdb-literal.ts'

/**
 * Sets of rows in DuckDB's SQL.
 *
 * In whatever order the columns stand, they are the same content; one that is NULL is as good as one that is not there.
 */
export const duckDBRowSet: RowSetSql = {
  digest: cells => `hash(${cells})`,
  content: names =>
    names
      .map(name => [name, identifier(name)] as const)
      .map(([name, cell]) => `CASE WHEN ${cell} IS NULL THEN 0::UBIGINT ELSE hash(${quoted(name)}, ${cell}) END`)
      .reduce((one, other) => `xor(${one}, ${other})`),
  millis: time => `epoch_ms(${time})`,
}
