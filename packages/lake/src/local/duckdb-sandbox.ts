import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { quoted } from '../sql-literal.ts'
import { patternOf } from './duckdb-literal.ts'

/** Bounds of a query on a laptop. */
export interface DuckDBEngineOptions {
  /** What DuckDB may use before it spills to disk, such as `2GB`; default: DuckDB's own, 80 % of the machine. */
  readonly memoryLimit?: string
  /** What it may spill; default `10GB`. */
  readonly spillLimit?: string
}

/** What a query may read of a lake: its tables, not what programs keep beside them. */
const READABLE = ['arrivals', 'sealed', 'receipts', 'dead-letters']

/**
 * The settings that make a DuckDB safe for SQL from anybody: it reads the files of the lake's tables and no others,
 * reaches no network, loads no extension, and what is set here stays so.
 *
 * @param root the folder of the lake, absolute
 */
export function sandbox(root: string, { memoryLimit, spillLimit = '10GB' }: DuckDBEngineOptions): string[] {
  // a list of files is checked as patterns, and each of them again as the path that was found
  const folders = READABLE.map(folder => join(root, folder))
  const readable = new Set([...folders, ...folders.map(patternOf)])
  return [
    ...(memoryLimit === undefined ? [] : [`SET GLOBAL memory_limit = ${quoted(memoryLimit)}`]),
    // made at the first spill, deleted at the end; of its own, for two programs may ask at the same time
    `SET GLOBAL temp_directory = ${quoted(join(root, '.tmp', `duckdb-${randomUUID()}`))}`,
    `SET GLOBAL max_temp_directory_size = ${quoted(spillLimit)}`,
    `SET GLOBAL allowed_directories = [${[...readable].map(quoted).join(', ')}]`,
    // DuckDB asks a file for its size and time before it trusts what it knows of it
    'SET GLOBAL parquet_metadata_cache = true',
    'SET GLOBAL autoinstall_known_extensions = false',
    'SET GLOBAL autoload_known_extensions = false',
    'SET GLOBAL enable_external_access = false',
    'SET GLOBAL lock_configuration = true',
  ]
}
