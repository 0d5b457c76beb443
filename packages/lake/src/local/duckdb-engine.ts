import { resolve } from 'node:path'
import {
  BIGINT,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBResult,
  version,
} from '@duckdb/node-api'
import { prepareDuckDB } from '@temporal-audit-lake/queries'
import { type Engine, QueryError, type QueryResult, type Value } from '../engine.ts'
import type { ObjectStore } from '../object-store.ts'
import { type DuckDBEngineOptions, sandbox } from './duckdb-sandbox.ts'
import { readSelect } from './duckdb-select.ts'
import { type DuckDBSession, duckDBSessions } from './duckdb-sessions.ts'
import { jsonValue } from './duckdb-values.ts'
import { relations } from './relations.ts'
import { registerFunction } from './scalar-function.ts'

/** An engine that holds a DuckDB open. */
export interface DuckDBEngine extends Engine {
  /** What answers, with its version: `DuckDB v1.5.5`. */
  readonly name: string
  /**
   * Stops what is running and lets go of everything. The queries then end with an error: a process that exits before
   * they did would hang, for DuckDB waits for the JavaScript it calls.
   */
  close(): void
}

/**
 * DuckDB over a folder lake, safe for SQL from anybody: it answers single SELECTs, reads nothing outside of the lake's
 * tables, writes nothing, loads no extension, and its settings are locked.
 */
export async function duckDBEngine(
  folder: string,
  objects: ObjectStore,
  options: DuckDBEngineOptions = {},
): Promise<DuckDBEngine> {
  const root = resolve(folder)
  const instance = await openDuckDB(root, options)
  const sessions = duckDBSessions(instance)
  const running = new Set<DuckDBConnection>()
  return {
    name: `DuckDB ${version()}`,
    async query(sql, parameters = [], { signal } = {}) {
      signal?.throwIfAborted()
      // each query has a session, and so its own temporary views, of the files there are when it begins
      const session = await sessions.take()
      const { connection } = session
      running.add(connection)
      const stopListening = interruptOnAbort(connection, signal)
      const end = (isWhole: boolean) => {
        stopListening()
        running.delete(connection)
        sessions.giveBack(session, isWhole)
      }
      return await answer({ session, signal, end }, root, objects, sql, parameters)
    },
    close() {
      for (const connection of running) connection.interrupt()
      sessions.close()
      instance.closeSync()
    },
  }
}

async function openDuckDB(root: string, options: DuckDBEngineOptions): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const { settings, macros, functions } = prepareDuckDB()
  for (const scalar of functions) registerFunction(connection, scalar)
  for (const statement of [...settings, ...macros, ...sandbox(root, options)]) await connection.run(statement)
  connection.closeSync()
  return instance
}

/** @returns what ends it */
function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal | undefined): () => void {
  let timer: NodeJS.Timeout | undefined
  const interrupt = () => {
    connection.interrupt()
    // again and again, for one that comes before DuckDB has begun is lost
    timer ??= setInterval(interrupt, 50)
  }
  signal?.addEventListener('abort', interrupt)
  return () => {
    signal?.removeEventListener('abort', interrupt)
    clearInterval(timer)
  }
}

/** A query that runs. */
interface Query {
  readonly session: DuckDBSession
  readonly signal: AbortSignal | undefined
  /** @param isWhole whether all of its rows were read */
  end(isWhole: boolean): void
}

async function answer(
  query: Query,
  root: string,
  objects: ObjectStore,
  text: string,
  parameters: readonly Value[],
): Promise<QueryResult> {
  const { session, signal } = query
  const { connection } = session
  try {
    const { sql, tables } = await sayingWhy(() => readSelect(connection, text))
    await session.makeViews(await relations(root, objects, tables, 'ours'))
    signal?.throwIfAborted()
    const result = await sayingWhy(async () => await start(await connection.prepare(sql), parameters))
    const columns = result.columnNames().map((name, i) => ({ name, type: String(result.columnType(i)) }))
    return { columns, chunks: chunksOf(result, query) }
  } catch (error) {
    query.end(false)
    signal?.throwIfAborted()
    throw error
  }
}

async function start(statement: DuckDBPreparedStatement, parameters: readonly Value[]): Promise<DuckDBResult> {
  if (statement.parameterCount !== parameters.length)
    throw new QueryError(`the text has ${statement.parameterCount} parameters, ${parameters.length} values are given`)
  for (const [i, value] of parameters.entries()) bindValue(statement, i + 1, value)
  return await statement.stream()
}

function bindValue(statement: DuckDBPreparedStatement, index: number, value: Value): void {
  if (value === null) statement.bindNull(index)
  else if (typeof value === 'string') statement.bindVarchar(index, value)
  else if (typeof value === 'boolean') statement.bindBoolean(index, value)
  else if (typeof value !== 'number') throw new QueryError('a parameter is a text, a number, true, false or null')
  else if (Number.isSafeInteger(value)) statement.bindValue(index, BigInt(value), BIGINT)
  else statement.bindDouble(index, value)
}

async function* chunksOf(result: DuckDBResult, { signal, end }: Query): AsyncIterable<readonly (readonly Value[])[]> {
  let isWhole = false
  try {
    for (;;) {
      const rows = await sayingWhy(async () => (await result.fetchChunk())?.getRows().map(row => row.map(jsonValue)))
      if (!rows || rows.length === 0) {
        isWhole = true
        return
      }
      yield rows
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    end(isWhole)
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
