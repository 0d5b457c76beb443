import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { ingest, readManifest, redrive } from '../../../packages/lake/src/index.ts'
import { type Event, recordsOf } from '../seal/event.ts'
import { archivedLake } from './archived-lake.ts'

const SEALED_AT = '2026-11-22T12:10:00Z'
const REBUILT_AT = '2026-11-22T13:00:00Z'

const FIRST = [
  { id: 'a', at: '2026-11-22T10:20:00Z' },
  { id: 'b', at: '2026-11-21T23:59:59.999Z' },
  { id: 'late', at: '2026-01-05T00:00:00Z' },
]
const SECOND = [
  { id: 'a', at: '2026-11-22T10:20:00Z', version: 1 },
  { id: 'c', at: '2026-11-22T11:00:00Z' },
]

type Lake = Awaited<ReturnType<typeof archivedLake>>

async function deliver(lake: Lake, at: string, events: readonly Event[], first: number): Promise<void> {
  await lake.deliver(at, recordsOf(events, at, first))
}

async function sealedLake(): Promise<Lake> {
  const lake = await archivedLake()
  await deliver(lake, '2026-11-22T10:30:00Z', FIRST, 100)
  await deliver(lake, '2026-11-22T11:30:00Z', SECOND, 200)
  await lake.seal(SEALED_AT)
  return lake
}

/** Changes a sealed file, and leaves it one that can be read. */
async function tamper(lake: Lake, day: string, select: string): Promise<void> {
  const [key] = (await lake.keys('sealed/')).filter(name => name.includes(day))
  const path = lake.pathOf(key!)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT ${select} FROM '${path}') TO '${path}.new' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  writeFileSync(path, readFileSync(`${path}.new`))
  rmSync(`${path}.new`)
}

function differing({ days }: Awaited<ReturnType<Lake['rebuild']>>) {
  return days
    .filter(({ added, lost, changed, file }) => added + lost + changed > 0 || file !== 'good')
    .map(({ day, added, lost, changed, file }) => ({ day, added, lost, changed, file }))
}

describe('rebuild', () => {
  it('finds that a good lake is what its archive says, and writes nothing', async () => {
    const lake = await sealedLake()
    const before = await lake.keys('sealed/')
    const result = await lake.rebuild(REBUILT_AT)
    expect(differing(result)).toEqual([])
    expect(result.days.map(({ sealed, archived }) => [sealed, archived])).toEqual([
      [1, 1],
      [1, 1],
      [3, 3],
    ])
    expect(result.written).toEqual([])
    expect(await lake.keys('sealed/')).toEqual(before)
  })

  it('brings back what was lost with a file of arrivals', async () => {
    const lake = await archivedLake()
    await deliver(lake, '2026-11-22T10:30:00Z', FIRST, 100)
    await deliver(lake, '2026-11-22T11:30:00Z', SECOND, 200)
    const [lost] = await lake.keys('arrivals/arrival_hour=2026-11-22-11/')
    rmSync(lake.pathOf(lost!))
    await lake.seal(SEALED_AT)
    expect(await lake.shown()).toEqual(['late 0', 'b 0', 'a 0'])
    const result = await lake.rebuild(REBUILT_AT)
    expect(differing(result)).toEqual([{ day: '2026-11-22', added: 2, lost: 0, changed: 0, file: 'good' }])
    expect(await lake.shown()).toEqual(['late 0', 'b 0', 'a 1', 'c 0'])
    expect(differing(await lake.rebuild(REBUILT_AT))).toEqual([])
  })

  it('brings back a sealed file that is gone, with where its rows came from as far as that is known', async () => {
    const lake = await sealedLake()
    const before = await lake.query('SELECT * FROM audit_log_versions ORDER BY emit_time, log_id, version')
    for (const key of await lake.keys('sealed/')) rmSync(lake.pathOf(key))
    const result = await lake.rebuild(REBUILT_AT)
    expect(differing(result).map(({ day, file }) => [day, file])).toEqual([
      ['2026-01-05', 'unreadable'],
      ['2026-11-21', 'unreadable'],
      ['2026-11-22', 'unreadable'],
    ])
    // the arrivals are sealed and not yet deleted: they still say it
    expect(await lake.query('SELECT * FROM audit_log_versions ORDER BY emit_time, log_id, version')).toEqual(before)
    await lake.cleanUp('2026-11-22T13:01:00Z')
    await lake.cleanUp('2026-11-22T16:00:00Z')
    expect(differing(await lake.rebuild('2026-11-22T16:30:00Z'))).toEqual([])
  })

  it('makes a whole lake from an archive alone', async () => {
    const lake = await sealedLake()
    const before = await lake.contents()
    for (const name of ['arrivals', 'late', 'sealed', 'receipts', 'manifest.json~', 'catalog.json~']) {
      rmSync(lake.pathOf(name), { recursive: true, force: true })
    }
    expect(await lake.shown()).toEqual([])
    await lake.rebuild(REBUILT_AT)
    expect(await lake.contents()).toEqual(before)
    const [row] = await lake.query("SELECT source, shard_id, arrival_time FROM audit_logs WHERE log_id = 'c'")
    expect(row).toEqual({
      source: 'raw:raw/2026/11/22/11/',
      shard_id: 'archive',
      arrival_time: '2026-11-22T11:30:00.000Z',
    })
  })

  it('finds what was changed in a sealed file, and puts it right, keeping where it came from', async () => {
    const lake = await sealedLake()
    const before = await lake.query('SELECT * FROM audit_log_versions ORDER BY emit_time, log_id, version')
    await tamper(lake, '2026-11-22', "* REPLACE (CASE WHEN log_id = 'c' THEN 'nobody' ELSE actor END AS actor)")
    const dryRun = await lake.rebuild(REBUILT_AT, { dryRun: true })
    expect(differing(dryRun)).toEqual([{ day: '2026-11-22', added: 0, lost: 0, changed: 1, file: 'altered' }])
    expect(dryRun.written).toBeNull()
    expect(await lake.query("SELECT actor FROM audit_logs WHERE log_id = 'c'")).toEqual([{ actor: 'nobody' }])
    await lake.rebuild(REBUILT_AT)
    expect(await lake.query('SELECT * FROM audit_log_versions ORDER BY emit_time, log_id, version')).toEqual(before)
  })

  it('changes nothing when rows would be lost, unless that is allowed', async () => {
    const lake = await sealedLake()
    const [, archived] = await lake.keys('raw/')
    rmSync(lake.pathOf(archived!))
    const refused = await lake.rebuild(REBUILT_AT)
    expect(differing(refused)).toEqual([{ day: '2026-11-22', added: 0, lost: 2, changed: 0, file: 'good' }])
    expect(refused.written).toBeNull()
    expect(await lake.shown()).toEqual(['late 0', 'b 0', 'a 1', 'c 0'])
    const allowed = await lake.rebuild(REBUILT_AT, { allowLoss: true })
    expect(allowed.written?.map(({ day, rows }) => [day, rows])).toEqual([['2026-11-22', 1]])
    await lake.cleanUp('2026-11-22T13:01:00Z')
    const { kept } = await lake.cleanUp('2026-11-22T16:00:00Z')
    // arrivals that hold what was given up are merged again by the next seal: they are no archive's
    expect([...kept.keys()].every(key => key.startsWith('arrivals/'))).toBe(true)
  })

  it('keeps what never was in the stream: rows of files, and mended dead letters', async () => {
    const lake = await sealedLake()
    const [event] = recordsOf([{ id: 'file', at: '2026-11-22T09:00:00Z' }], '2026-11-22T11:40:00Z', 300)
    await ingest([{ ...event!, source: 'file:a.ndjson', shardId: 'file-1' }], lake.lake, {
      writtenAt: Date.parse('2026-11-22T11:40:00Z'),
    })
    const broken = { ...event!, sequenceNumber: '7', data: new TextEncoder().encode('{"log_id":"mended"') }
    await lake.deliver('2026-11-22T11:41:00Z', [broken])
    const [letter] = await lake.query('SELECT * FROM dead_letters')
    const mended = '{"log_id":"mended","operation":"DeleteUser","emit_time":"2026-11-22T08:00:00Z"}'
    const given = { ...letter, arrival_time: Date.parse(String(letter!.arrival_time)) }
    await redrive(given as unknown as Parameters<typeof redrive>[0], new TextEncoder().encode(mended), lake.lake, {
      writtenAt: Date.parse('2026-11-22T11:42:00Z'),
    })
    await lake.seal('2026-11-22T13:10:00Z')
    const result = await lake.rebuild('2026-11-22T13:30:00Z', { all: true })
    expect(differing(result)).toEqual([])
    expect(result.archive).toMatchObject({ failures: 1, known: 1 })
    expect(await lake.shown()).toEqual(['late 0', 'b 0', 'mended 0', 'file 0', 'a 1', 'c 0'])
  })

  it('makes dead letters of what the archive has and the lake lost, once', async () => {
    const lake = await sealedLake()
    const [record] = recordsOf([{ id: 'x', at: '2026-11-22T09:00:00Z' }], '2026-11-22T11:40:00Z', 300)
    const data = new TextEncoder().encode('{"log_id":"cut sho')
    await lake.deliver('2026-11-22T11:41:00Z', [{ ...record!, data }])
    for (const key of await lake.keys('dead-letters/')) rmSync(lake.pathOf(key))
    expect((await lake.rebuild(REBUILT_AT, { dryRun: true })).archive).toMatchObject({ failures: 1, known: 0 })
    expect(await lake.query('SELECT * FROM dead_letters')).toEqual([])
    for (const known of [0, 1]) expect((await lake.rebuild(REBUILT_AT)).archive).toMatchObject({ failures: 1, known })
    expect(await lake.query('SELECT payload_text FROM dead_letters')).toEqual([{ payload_text: '{"log_id":"cut sho' }])
  })

  it('reads what it can of an object that is cut off, and says so', async () => {
    const lake = await sealedLake()
    const [, key] = await lake.keys('raw/')
    writeFileSync(lake.pathOf(key!), readFileSync(lake.pathOf(key!)).subarray(0, 40))
    const { archive, written } = await lake.rebuild(REBUILT_AT)
    expect([...archive.damaged.keys()]).toEqual([key])
    expect(written).toBeNull()
  })

  it('looks at no other days than those it is told', async () => {
    const lake = await sealedLake()
    for (const key of await lake.keys('sealed/')) rmSync(lake.pathOf(key))
    const { days, written } = await lake.rebuild(REBUILT_AT, { days: new Set(['2026-11-21']) })
    expect(days.map(({ day }) => day)).toEqual(['2026-11-21'])
    expect(written).toHaveLength(1)
    const { manifest } = await readManifest(lake.lake.objects)
    expect(manifest.rebuilt).toBeUndefined()
  })

  it('leaves what waits for a seal to the seal', async () => {
    const lake = await sealedLake()
    await deliver(lake, '2026-11-22T12:30:00Z', [{ id: 'd', at: '2026-11-22T12:20:00Z' }], 400)
    expect(differing(await lake.rebuild(REBUILT_AT))).toEqual([])
    expect(await lake.shown()).toEqual(['late 0', 'b 0', 'a 1', 'c 0', 'd 0'])
  })
})
