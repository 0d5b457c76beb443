import { resolve } from 'node:path'
import { connectDatabase, connectScript, type LocalLake } from '@temporal-audit-lake/lake/local'
import { orSay } from '../errors.ts'
import type { Connection, ConnectOptions } from '../lake.ts'

/** A script that makes the tables and views of a folder in any DuckDB, or a database that has them. */
export async function connectFolder(lake: LocalLake, { database }: ConnectOptions): Promise<Connection> {
  const script = connectScript(await lake.relations())
  if (database === undefined) return { script }
  const path = resolve(database)
  await orSay(`cannot make the database ${path}`, connectDatabase(script, path))
  return { settings: settings(path) }
}

/**
 * How tools open a DuckDB database.
 *
 * https://duckdb.org/docs/stable/clients/java, https://duckdb.org/docs/stable/clients/odbc/configuration,
 * https://github.com/Mause/duckdb_engine
 */
function settings(path: string) {
  return [
    { tool: 'DuckDB', setting: `duckdb -readonly ${path}` },
    { tool: 'JDBC (DBeaver, Metabase)', setting: `jdbc:duckdb:${path}` },
    { tool: 'ODBC (Power BI, Excel)', setting: `Driver={DuckDB Driver};Database=${path};access_mode=read_only;` },
    { tool: 'SQLAlchemy (Superset)', setting: `duckdb:///${path}` },
  ]
}
