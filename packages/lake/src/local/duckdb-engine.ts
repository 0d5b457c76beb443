import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult, StatementType } from '@duckdb/node-api'
import { prepareDuckDB, toDuckDB } from '@temporal-audit-lake/queries'
import { type Engine, QueryError, type Value } from '../engine.ts'
import type { ObjectStore } from '../object-store.ts'
import { jsonValue } from './duckdb-values.ts'
import { relations } from './relations.ts'
import { registerFunction } from './scalar-function.ts'

/** Bounds of a query on a laptop. */
export interface DuckDBEngineOptions {
  /** What DuckDB may use before it spills to disk, such as `2GB`; default: DuckDB's own, 80 % of the machine. */
  readonly memoryLimit?: string
  /** What it may spill; default `10GB`. */
  readonly spillLimit?: string
}

/** An engine that holds a DuckDB open. */
export interface DuckDBEngine extends Engine {
  close(): void
}

/**
 * DuckDB over a folder lake, safe for SQL from anybody: it answers single SELECTs, reads nothing outside of the
 * folder, writes nothing, loads no extension, and its settings are locked.
 */
export async function duckDBEngine(
  folder: string,
  objects: ObjectStore,
  options: DuckDBEngineOptions = {},
): Promise<DuckDBEngine> {
  const root = resolve(folder)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await prepare(connection, root, options)
  connection.closeSync()
  return {
    async query(sql, parameters = [], { signal } = {}) {
      // each query has a connection, and so its own temporary views, of the files there are when it begins
      const own = await instance.connect()
      const interrupt = () => own.interrupt()
      signal?.addEventListener('abort', interrupt)
      const close = () => {
        signal?.removeEventListener('abort', interrupt)
        own.closeSync()
      }
      try {
        signal?.throwIfAborted()
        await makeViews(own, root, objects)
        const result = await startSelect(own, toDuckDB(sql), parameters)
        const columns = result.columnNames().map((name, i) => ({ name, type: String(result.columnType(i)) }))
        return { columns, chunks: chunksOf(result, close, signal) }
      } catch (error) {
        close()
        signal?.throwIfAborted()
        throw error
      }
    },
    close() {
      instance.closeSync()
    },
  }
}

async function prepare(connection: DuckDBConnection, root: string, options: DuckDBEngineOptions): Promise<void> {
  const spill = join(root, '.tmp', 'duckdb')
  await mkdir(spill, { recursive: true })
  const { settings, macros, functions } = prepareDuckDB()
  for (const statement of settings) await connection.run(statement)
  for (const scalar of functions) registerFunction(connection, scalar)
  for (const statement of macros) await connection.run(statement)
  if (options.memoryLimit !== undefined)
    await connection.run(`SET GLOBAL memory_limit = ${quoted(options.memoryLimit)}`)
  await connection.run(`SET GLOBAL temp_directory = ${quoted(spill)}`)
  await connection.run(`SET GLOBAL max_temp_directory_size = ${quoted(options.spillLimit ?? '10GB')}`)
  await connection.run(`SET GLOBAL allowed_directories = [${quoted(root)}]`)
  await connection.run('SET GLOBAL enable_external_access = false')
  await connection.run('SET GLOBAL lock_configuration = true')
}

async function makeViews(connection: DuckDBConnection, root: string, objects: ObjectStore): Promise<void> {
  for (const { name, select } of await relations(root, objects)) {
    await connection.run(`CREATE TEMP VIEW ${name} AS ${select}`)
  }
}

/** Starts a statement if it is one, and does nothing but read. */
async function startSelect(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly Value[],
): Promise<DuckDBResult> {
  return await sayingWhy(async () => {
    const statements = await connection.extractStatements(sql)
    if (statements.count !== 1) throw new QueryError(`one statement at a time: this text has ${statements.count}`)
    const statement = await statements.prepare(0)
    if (!READING.has(statement.statementType)) {
      throw new QueryError(`only SELECT and EXPLAIN are allowed here, not ${StatementType[statement.statementType]}`)
    }
    statement.bind(parameters.map(bindable))
    return await statement.stream()
  })
}

const READING: ReadonlySet<StatementType> = new Set([StatementType.SELECT, StatementType.EXPLAIN])

function bindable(value: Value): string | number | boolean | null {
  if (typeof value === 'object' && value !== null)
    throw new QueryError('a parameter is a text, a number, true, false or null')
  return value
}

async function* chunksOf(
  result: DuckDBResult,
  close: () => void,
  signal: AbortSignal | undefined,
): AsyncIterable<readonly (readonly Value[])[]> {
  try {
    for (;;) {
      const chunk = await sayingWhy(() => result.fetchChunk())
      if (!chunk || chunk.rowCount === 0) return
      yield chunk.getRows().map(row => row.map(jsonValue))
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    close()
  }
}

/** DuckDB throws for bad SQL and bad data alike, with a text that says what is wrong. */
async function sayingWhy<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof QueryError) throw error
    throw new QueryError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
