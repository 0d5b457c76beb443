import type { Relation } from './relations.ts'

/**
 * The script that makes a lake's tables and views in somebody else's DuckDB.
 *
 * They show the files there are now: for later ones the script must be made anew.
 *
 * They speak DuckDB's own SQL: what lets it take Athena's is in this program. Times are in UTC whatever the time zone
 * of the session is.
 *
 * @example
 * connectScript([{ name: 'audit_logs', select: 'SELECT 1 AS version' }])
 * // CREATE OR REPLACE VIEW audit_logs AS
 * // SELECT 1 AS version;
 */
export function connectScript(relations: readonly Relation[]): string {
  return relations.map(({ name, select }) => `CREATE OR REPLACE VIEW ${name} AS\n${select};\n`).join('\n')
}

/** Runs the script in a DuckDB database, which is made if there is none: for tools that open a file. */
export async function connectDatabase(script: string, path: string): Promise<void> {
  // loaded when it is needed: DuckDB's library is large, and ingesting does not want it
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  try {
    await connection.run(script)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
