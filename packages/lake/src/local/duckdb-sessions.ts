import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Relation } from './relations.ts'

/** A connection for one query at a time, with temporary views of its own. */
export interface DuckDBSession {
  readonly connection: DuckDBConnection
  /** Makes views, those that stand there with the same text already left out. */
  makeViews(relations: readonly Relation[]): Promise<void>
}

/** Connections of one DuckDB, used one after another. */
export interface DuckDBSessions {
  take(): Promise<DuckDBSession>
  /** @param isWhole whether its query came to its end: another one must not meet what is left of it */
  giveBack(session: DuckDBSession, isWhole: boolean): void
  /** Keeps none from now on. */
  close(): void
}

/** Connections that are kept for later. */
const MOST_IDLE = 4

/**
 * Keeps connections, because making the views of a year of files takes longer than many a query: while no file came and
 * none went, the next query finds them made.
 */
export function duckDBSessions(instance: DuckDBInstance): DuckDBSessions {
  const idle: DuckDBSession[] = []
  let keeps = MOST_IDLE
  return {
    take: async () => idle.pop() ?? sessionOn(await instance.connect()),
    giveBack(session, isWhole) {
      if (isWhole && idle.length < keeps) idle.push(session)
      else session.connection.closeSync()
    },
    close() {
      keeps = 0
      for (const { connection } of idle.splice(0)) connection.closeSync()
    },
  }
}

function sessionOn(connection: DuckDBConnection): DuckDBSession {
  const made = new Map<string, string>()
  return {
    connection,
    async makeViews(relations) {
      for (const { name, select } of relations) {
        if (made.get(name) === select) continue
        await connection.run(`CREATE OR REPLACE TEMP VIEW ${name} AS ${select}`)
        made.set(name, select)
      }
    },
  }
}
