import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it, onTestFinished } from 'vitest'
import { gatherFiles } from '../../../packages/lake/src/local/gather-files.ts'
import type { Event } from '../seal/event.ts'
import { testLake } from '../seal/lake.ts'

/** A few versions of a few events; what some of them say, others do not. */
const EVENTS = Array.from(
  { length: 24 },
  (_, i): Event => ({
    id: `e${i % 7}`,
    at: `2026-11-22T09:${String((i * 7) % 13).padStart(2, '0')}:00Z`,
    version: i % 3,
    details: i % 2 === 0 ? {} : { note: `n${i % 7}-${i % 3}` },
    record: i % 5 === 0 ? { unheard_of: 'x' } : {},
  }),
)

async function filledLake() {
  const lake = await testLake()
  for (const event of EVENTS) await lake.ingest('2026-11-22T10:30:00Z', event)
  return { ...lake, paths: (await lake.keys('arrivals/')).map(lake.pathOf) }
}

async function connect() {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  onTestFinished(() => {
    connection.closeSync()
    instance.closeSync()
  })
  return connection
}

describe('many small files', () => {
  it('become the same sealed file as when a few of them are merged at a time', async () => {
    const whole = await filledLake()
    const [atOnce] = (await whole.seal('2026-11-22T11:10:00Z')).days
    const parts = await testLake()
    for (let i = 0; i < EVENTS.length; i += 4) {
      for (const event of EVENTS.slice(i, i + 4)) await parts.ingest('2026-11-22T10:30:00Z', event)
      await parts.seal('2026-11-22T11:10:00Z')
    }
    expect(await parts.query('SELECT * FROM audit_log_versions ORDER BY emit_time, log_id, version')).toEqual(
      await whole.query('SELECT * FROM audit_log_versions ORDER BY emit_time, log_id, version'),
    )
    expect(atOnce!.account).toEqual({ opening: 0, taken: 24, repeats: 24 - atOnce!.rows })
  })

  it('are read from one copy that has all of their rows', async () => {
    const { paths, folder } = await filledLake()
    const connection = await connect()
    const copy = join(folder, 'copy.parquet')
    expect(await gatherFiles(connection, paths, '2026-11-22', copy)).toEqual([copy])
    const rows = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM '${copy}'`)
    expect(rows.getRows()).toEqual([[EVENTS.length]])
  })

  it('are read one by one when they are few', async () => {
    const { paths, folder } = await filledLake()
    const few = paths.slice(0, 3)
    expect(await gatherFiles(await connect(), few, '2026-11-22', join(folder, 'copy.parquet'))).toEqual(few)
  })

  it.each([
    ['lost a row', "SELECT * FROM FILE WHERE log_id <> 'e3'"],
    ['says something else', "SELECT * REPLACE (coalesce(status, '') || '!' AS status) FROM FILE"],
  ])('are not merged from a copy that %s', async (_, select) => {
    const { paths, folder } = await filledLake()
    const connection = await connect()
    const copy = join(folder, 'copy.parquet')
    const damaging = new Proxy(connection, {
      get: (target, name) => {
        if (name !== 'run') return Reflect.get(target, name)
        return async (sql: string) => {
          const result = await target.runAndReadAll(sql)
          if (!sql.startsWith('COPY')) return result
          await target.run(`CREATE TEMP TABLE damaged AS ${select.replace('FILE', `'${copy}'`)}`)
          await writeFile(copy, '')
          await target.run(`COPY damaged TO '${copy}' (FORMAT parquet)`)
          return result
        }
      },
    })
    await expect(gatherFiles(damaging, paths, '2026-11-22', copy)).rejects.toThrow('is no copy of the 24 rows')
  })
})
