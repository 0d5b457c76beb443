import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api'
import { LakeError } from '../lake-error.ts'
import { quoted } from '../sql-literal.ts'
import { patternOf } from './duckdb-literal.ts'
import type { Slice } from './slices.ts'

/** Files as one table; those of different ages have different columns. */
export function parquet(paths: readonly string[], withName = false): string {
  return `read_parquet(${listOf(paths)}, union_by_name = true, hive_partitioning = false, filename = ${withName})`
}

/** Paths as a list of SQL. */
export function listOf(paths: readonly string[]): string {
  return `[${paths.map(path => quoted(patternOf(path))).join(', ')}]`
}

/** The rows of a day in files, or of a part of it. */
export function rowsOfDay(paths: readonly string[], day: string, slice?: Slice): string {
  const time = (millis: number) => `${quoted(new Date(millis).toISOString())}::TIMESTAMPTZ`
  const within = slice ? ` AND emit_time >= ${time(slice.from)} AND emit_time < ${time(slice.to)}` : ''
  return `${parquet(paths)} WHERE event_date = ${quoted(day)}${within}`
}

/** The names of all columns that files have. */
export async function columnsOf(connection: DuckDBConnection, paths: readonly string[]): Promise<string[]> {
  const described = await ask(connection, `DESCRIBE SELECT * FROM ${parquet(paths)}`)
  return described.map(([name]) => String(name))
}

/** All rows of an answer. @throws LakeError with what DuckDB says */
export async function ask(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  return (await sayingWhy(async () => await (await connection.run(sql)).getRows())) as unknown[][]
}

/** The rows of an answer as they come, in memory that does not grow with it. @throws LakeError with what DuckDB says */
export async function* askForMany(connection: DuckDBConnection, sql: string): AsyncIterable<unknown[]> {
  const result: DuckDBResult = await sayingWhy(async () => await connection.stream(sql))
  for (;;) {
    const rows = await sayingWhy(async () => (await result.fetchChunk())?.getRows() ?? [])
    if (rows.length === 0) return
    yield* rows as unknown[][]
  }
}

async function sayingWhy<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new LakeError(`sealing stopped, nothing is lost: ${why}; \`audit-lake doctor\` checks every file`, {
      cause: error,
    })
  }
}
