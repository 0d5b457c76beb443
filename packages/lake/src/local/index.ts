export { connectDatabase, connectScript } from './connect.ts'
export type { DuckDBEngine } from './duckdb-engine.ts'
export type { DuckDBEngineOptions } from './duckdb-sandbox.ts'
export { type LocalLake, openLocalLake } from './lake.ts'
