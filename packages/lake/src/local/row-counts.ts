import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { listOf } from './duckdb-files.ts'

/** How many rows are in each of some files of a lake in a folder, as their footers say. */
export async function rowCounts(root: string, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (keys.length === 0) return new Map()
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false' })
  const connection = await instance.connect()
  try {
    const paths = listOf(keys.map(key => join(root, key)))
    const found = await connection.runAndReadAll(`SELECT file_name, num_rows FROM parquet_file_metadata(${paths})`)
    return new Map(found.getRows().map(([path, count]) => [String(path).slice(root.length + 1), Number(count)]))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
