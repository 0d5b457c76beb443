import { DuckDBInstance } from '@duckdb/node-api'
import type { RowObject } from '../core/batch.ts'
import { comparable } from './hyparquet.ts'

/** Reads a Parquet file by DuckDB. */
export async function readByDuckDB(path: string): Promise<RowObject[]> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  const reader = await connection.runAndReadAll('SELECT * FROM read_parquet($path)', { path })
  const rows = reader.getRowObjectsJS().map(comparable)
  connection.closeSync()
  instance.closeSync()
  return rows
}
