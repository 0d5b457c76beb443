import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { columns } from '@temporal-audit-lake/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EMPTY_MANIFEST, type Manifest } from '../../packages/lake/src/manifest.ts'
import { auditLogsView, auditLogVersionsView } from '../../packages/lake/src/views.ts'

/** A row as far as the views look at it. `status` is what tells two rows apart. */
interface Row {
  readonly log_id: string
  readonly operation: string
  readonly emit_time: number
  readonly version: number
  readonly source: string
  readonly arrival_time: number
  readonly status: string
}

/** A row, and the hour in which it was written. */
interface Written extends Row {
  readonly hour: number
}

const HOUR = 3_600_000
const START = Date.parse('2026-11-20T00:00:00Z')
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)
const hourOf = (time: number) => new Date(time).toISOString().slice(0, 13).replace('T', '-')

/** The rows that are news of one event, by its identity. */
function byIdentity<Kind extends Row>(rows: readonly Kind[]): Map<string, Kind[]> {
  const events = new Map<string, Kind[]>()
  for (const row of rows) {
    const identity = JSON.stringify([row.log_id, row.operation, row.emit_time])
    events.set(identity, [...(events.get(identity) ?? []), row])
  }
  return events
}

/** Below 0 when the first row counts before the second. */
function precedence(a: Row, b: Row): number {
  const isFile = (row: Row) => (row.source.startsWith('kinesis:') ? 0 : 1)
  return b.version - a.version || isFile(a) - isFile(b) || b.arrival_time - a.arrival_time
}

/** What the views must show, said in the plainest way: the best row of each version, and of those the best is current. */
function reference<Kind extends Row>(rows: readonly Kind[]): { readonly row: Kind; readonly isCurrent: boolean }[] {
  return [...byIdentity(rows).values()].flatMap(news => {
    const sorted = news.toSorted(precedence)
    const firsts = sorted.filter((row, i) => sorted[i - 1]?.version !== row.version)
    return firsts.map((row, i) => ({ row, isCurrent: i === 0 }))
  })
}

/** News of few events, so that they meet, over five days. Arrival times differ, or two rows would be alike in all. */
const written: fc.Arbitrary<Written[]> = fc
  .array(
    fc.record({
      log_id: fc.constantFrom('a', 'b', 'c'),
      operation: fc.constantFrom('DeleteUser', 'CreateUser'),
      emit_time: fc.constantFrom(0, 23, 24, 47, 96).map(hours => START + hours * HOUR),
      version: fc.nat(2),
      source: fc.constantFrom('kinesis:audit', 'file:audit.json'),
      delay: fc.nat(120),
    }),
    { maxLength: 40 },
  )
  .map(rows =>
    rows.map(({ delay, ...row }, i) => {
      const hour = Math.floor(row.emit_time / HOUR) + delay
      return { ...row, hour, arrival_time: hour * HOUR + i, status: String(i) }
    }),
  )

let instance: DuckDBInstance
let connection: DuckDBConnection

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:')
  connection = await instance.connect()
  const types = { string: 'VARCHAR', int: 'INTEGER', boolean: 'BOOLEAN', timestamp: 'TIMESTAMP', list: 'VARCHAR[]' }
  const table = columns.map(({ name, type }) => `${name} ${types[type]}`).join(', ')
  await connection.run(`CREATE TABLE arrivals (${table}, arrival_hour VARCHAR)`)
  await connection.run(`CREATE TABLE sealed (${table}, is_current BOOLEAN)`)
})

afterAll(() => {
  connection.closeSync()
  instance.closeSync()
})

async function fill(
  table: string,
  rows: readonly (Row & { readonly [more: string]: unknown })[],
  more: string,
): Promise<void> {
  await connection.run(`TRUNCATE ${table}`)
  if (rows.length === 0) return
  const cells = rows.map(row => {
    const times = [row.emit_time, row.arrival_time].map(
      time => `TIMESTAMP '${new Date(time).toISOString().slice(0, 23)}'`,
    )
    const [emitTime, arrivalTime] = times
    const extra = typeof row[more] === 'string' ? `'${row[more]}'` : String(row[more])
    return `('${row.log_id}', '${row.operation}', ${emitTime}, '${dayOf(row.emit_time)}', ${row.version}, '${row.source}', ${arrivalTime}, '${row.status}', ${extra})`
  })
  const names = `log_id, operation, emit_time, event_date, version, source, arrival_time, status, ${more}`
  await connection.run(`INSERT INTO ${table} (${names}) VALUES ${cells.join(', ')}`)
}

async function shown(manifest: Manifest): Promise<{ current: string[]; versions: string[] }> {
  const current = await connection.runAndReadAll(`SELECT status FROM (${auditLogsView(manifest)})`)
  const versions = await connection.runAndReadAll(
    `SELECT status || is_current FROM (${auditLogVersionsView(manifest)})`,
  )
  return { current: textsOf(current.getRowsJS()), versions: textsOf(versions.getRowsJS()) }
}

function textsOf(rows: readonly (readonly unknown[])[]): string[] {
  return rows.map(([text]) => String(text)).sort()
}

function expected(rows: readonly Row[]): { current: string[]; versions: string[] } {
  const news = reference(rows)
  return {
    current: news
      .filter(({ isCurrent }) => isCurrent)
      .map(({ row }) => row.status)
      .sort(),
    versions: news.map(({ row, isCurrent }) => row.status + isCurrent).sort(),
  }
}

describe('the views', () => {
  it('show each event once, in the best row of its highest version, when nothing is sealed', async () => {
    await fc.assert(
      fc.asyncProperty(written, async rows => {
        await fill(
          'arrivals',
          rows.map(row => ({ ...row, arrival_hour: hourOf(row.hour * HOUR) })),
          'arrival_hour',
        )
        await fill('sealed', [], 'is_current')
        expect(await shown(EMPTY_MANIFEST)).toEqual(expected(rows))
      }),
    )
  })

  it('show the same whatever is sealed, merged but not deleted, or both sealed and open', async () => {
    const state = fc.record({ rows: written, sealedHours: fc.nat(200), openDays: fc.nat(4), keepsMerged: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(state, async ({ rows, sealedHours, openDays, keepsMerged }) => {
        const through = START / HOUR + sealedHours
        const openFrom = dayOf((through + 1) * HOUR - openDays * 24 * HOUR)
        // what is too late for an open day does not come by way of the arrivals
        const timely = rows.filter(row => row.hour <= through || dayOf(row.emit_time) >= openFrom)
        const merged = reference(timely.filter(row => row.hour <= through))
        const arrivals = timely.filter(row => keepsMerged || row.hour > through)
        await fill(
          'arrivals',
          arrivals.map(row => ({ ...row, arrival_hour: hourOf(row.hour * HOUR) })),
          'arrival_hour',
        )
        await fill(
          'sealed',
          merged.map(({ row, isCurrent }) => ({ ...row, is_current: isCurrent })),
          'is_current',
        )
        const manifest = { ...EMPTY_MANIFEST, sealedThrough: hourOf(through * HOUR), openFrom }
        expect(await shown(manifest)).toEqual(expected(timely))
      }),
    )
  })
})
