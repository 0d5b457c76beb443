import { DuckDBInstance } from '@duckdb/node-api'
import { expect } from 'vitest'
import type { LocalLake } from '../../packages/lake/src/local/index.ts'
import type { Seen } from './expected-view.ts'

/** Reads the whole view of a lake, quickly: the tables and views are the real ones, what makes them safe is left out. */
export interface ViewReader {
  /** @throws when the view shows an event twice */
  read(): Promise<Seen>
  /** Looks whether each promoted column has the text of its leaf in all events. */
  expectFilled(): Promise<void>
  close(): void
}

export async function viewReader(lake: LocalLake): Promise<ViewReader> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  const ask = async (select: string) => {
    const relations = new Map((await lake.relations()).map(({ name, select }) => [name, select]))
    const tables = ['arrivals', 'sealed', 'audit_logs'].map(name => `${name} AS (${relations.get(name)})`)
    return await (await connection.run(`WITH ${tables.join(', ')} ${select} FROM audit_logs`)).getRows()
  }
  return {
    async read() {
      const rows = await ask('SELECT log_id, version')
      const seen = new Map(rows.map(([id, version]) => [String(id), Number(version)]))
      expect(rows.length - seen.size, 'events shown twice').toBe(0)
      return seen
    },
    async expectFilled() {
      for (const { name, pointer } of (await lake.catalog.read()).published.promoted) {
        const [row] = await ask(`SELECT count_if(${name} IS DISTINCT FROM json_extract_string(details, '${pointer}'))`)
        expect(Number(row![0]), `rows without their ${name}`).toBe(0)
      }
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}
