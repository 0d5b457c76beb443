export { connectDatabase, connectScript } from './connect.ts'
export type { DuckDBEngine, DuckDBEngineOptions } from './duckdb-engine.ts'
export type { DuckDBMerger, DuckDBMergerOptions } from './duckdb-merger.ts'
export { type LocalLake, openLocalLake } from './lake.ts'
