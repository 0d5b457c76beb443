import { DuckDBInstance } from '@duckdb/node-api'
import { expect } from 'vitest'
import type { LocalLake } from '../../packages/lake/src/local/index.ts'
import type { Seen } from './expected-view.ts'

/** Reads the whole view of a lake, quickly: the tables and views are the real ones, what makes them safe is left out. */
export interface ViewReader {
  /** @throws when the view shows an event twice */
  read(): Promise<Seen>
  close(): void
}

export async function viewReader(lake: LocalLake): Promise<ViewReader> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  return {
    async read() {
      const relations = new Map((await lake.relations()).map(({ name, select }) => [name, select]))
      const tables = ['arrivals', 'sealed', 'audit_logs'].map(name => `${name} AS (${relations.get(name)})`)
      const result = await connection.run(`WITH ${tables.join(', ')} SELECT log_id, version FROM audit_logs`)
      const rows = await result.getRows()
      const seen = new Map(rows.map(([id, version]) => [String(id), Number(version)]))
      expect(rows.length - seen.size, 'events shown twice').toBe(0)
      return seen
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
