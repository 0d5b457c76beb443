export { type DuckDBPreparation, prepareDuckDB } from './duckdb/prepare.ts'
export type { ScalarFunction, ScalarType, ScalarValue } from './duckdb/scalar-function.ts'
export { toDuckDB } from './duckdb/to-duckdb.ts'
