import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { rowObjects, type Value } from '../../packages/lake/src/engine.ts'
import { ingest } from '../../packages/lake/src/ingest.ts'
import { type LocalLake, openLocalLake } from '../../packages/lake/src/local/index.ts'
import { EMPTY_MANIFEST } from '../../packages/lake/src/manifest.ts'
import { seal } from '../../packages/lake/src/seal/seal.ts'
import { auditLogsView, auditLogVersionsView } from '../../packages/lake/src/views.ts'

let lake: LocalLake

async function openNewLake(): Promise<void> {
  lake = await openLocalLake(await mkdtemp(join(tmpdir(), 'views-')))
}

async function deleteLake(): Promise<void> {
  await rm(lake.folder, { recursive: true })
}

/** What arrives in an hour: log records as they are, or with where and when they came. */
interface Arrival {
  readonly hour: string
  readonly source?: string
  /** Default: a minute into the hour. */
  readonly arrival?: string
  readonly records: readonly object[]
}

let sequence = 0

async function arrive({ hour, source = 'kinesis:audit', arrival = `${hour}:01:00Z`, records }: Arrival): Promise<void> {
  const batch = records.map(record => ({
    source,
    shardId: 'shardId-000000000000',
    sequenceNumber: String(1e15 + sequence++),
    arrivalTime: Date.parse(arrival),
    data: new TextEncoder().encode(JSON.stringify(record)),
  }))
  await ingest(batch, lake, { writtenAt: Date.parse(`${hour}:02:00Z`) })
}

/** Seals all hours up to one, as soon as that is closed. */
async function sealThrough(hour: string): Promise<void> {
  const merger = await lake.merger()
  const now = () => Date.parse(`${hour}:00:00Z`) + 70 * 60_000
  await seal({ ...lake, merger }, { now, newId: () => String(sequence++) }).finally(() => merger.close())
}

function deleteUser(logId: string, emitTime: string, more: object = {}): object {
  return { log_id: logId, operation: 'DeleteUser', emit_time: emitTime, version: 0, ...more }
}

async function ask(sql: string): Promise<Record<string, Value>[]> {
  const engine = await lake.engine()
  try {
    return await rowObjects(await engine.query(sql))
  } finally {
    engine.close()
  }
}

const events = () => ask('SELECT log_id, version, status FROM audit_logs ORDER BY log_id, emit_time, operation')
const versions = () =>
  ask('SELECT log_id, version, status, is_current FROM audit_log_versions ORDER BY log_id, version, status')

describe('audit_logs and audit_log_versions', () => {
  beforeEach(openNewLake)
  afterEach(deleteLake)

  it('show an event once that was delivered again', async () => {
    const record = deleteUser('a', '2026-11-22T10:00:00Z')
    await arrive({ hour: '2026-11-22T10', records: [record] })
    await arrive({ hour: '2026-11-22T10', records: [record, record] })
    await arrive({ hour: '2026-11-22T13', records: [record] })
    expect(await events()).toEqual([{ log_id: 'a', version: 0, status: null }])
    expect(await versions()).toEqual([{ log_id: 'a', version: 0, status: null, is_current: true }])
  })

  it('show the highest version of an event that was sent again, in whatever order they came', async () => {
    const time = '2026-11-22T10:00:00Z'
    await arrive({ hour: '2026-11-22T10', records: [deleteUser('a', time, { version: 2, status: 'OK' })] })
    await arrive({ hour: '2026-11-22T11', records: [deleteUser('a', time, { version: 10, status: 'ERROR' })] })
    await arrive({ hour: '2026-11-22T12', records: [deleteUser('a', time, { version: 1 })] })
    expect(await events()).toEqual([{ log_id: 'a', version: 10, status: 'ERROR' }])
    expect(await versions()).toEqual([
      { log_id: 'a', version: 1, status: null, is_current: false },
      { log_id: 'a', version: 2, status: 'OK', is_current: false },
      { log_id: 'a', version: 10, status: 'ERROR', is_current: true },
    ])
  })

  it("show the stream's copy before the API's at equal version, whichever came later", async () => {
    const time = '2026-11-22T10:00:00Z'
    const copy = (status: string) => [deleteUser('a', time, { status }), deleteUser('b', time, { status })]
    await arrive({ hour: '2026-11-22T10', source: 'file:early.json', records: copy('early file') })
    await arrive({
      hour: '2026-11-22T11',
      source: 'kinesis:audit',
      records: [deleteUser('a', time, { status: 'stream' })],
    })
    await arrive({ hour: '2026-11-22T12', source: 'file:late.json', records: copy('late file') })
    expect((await events()).map(({ status }) => status)).toEqual(['stream', 'late file'])
    expect((await versions()).map(({ status }) => status)).toEqual(['stream', 'late file'])
  })

  it('show a newer version from a file before an older one from the stream', async () => {
    const time = '2026-11-22T10:00:00Z'
    await arrive({ hour: '2026-11-22T10', records: [deleteUser('a', time, { version: 1, status: 'stream' })] })
    await arrive({
      hour: '2026-11-22T09',
      source: 'file:x',
      records: [deleteUser('a', time, { version: 2, status: 'file' })],
    })
    expect((await events()).map(({ status }) => status)).toEqual(['file'])
  })

  it('show the later arrival of two copies that differ in nothing else', async () => {
    const time = '2026-11-22T10:00:00Z'
    const arrival = (minute: number) => `2026-11-22T10:${minute}:00Z`
    await arrive({ hour: '2026-11-22T10', arrival: arrival(30), records: [deleteUser('a', time, { status: 'later' })] })
    await arrive({
      hour: '2026-11-22T10',
      arrival: arrival(20),
      records: [deleteUser('a', time, { status: 'sooner' })],
    })
    expect((await events()).map(({ status }) => status)).toEqual(['later'])
  })

  it('show two events that share a log_id but not the operation, or not the time', async () => {
    const time = '2026-11-22T10:00:00Z'
    await arrive({
      hour: '2026-11-22T10',
      records: [
        deleteUser('a', time),
        deleteUser('a', time, { operation: 'CreateUser', version: 7 }),
        deleteUser('a', '2026-11-22T10:00:00.001Z'),
        deleteUser('a', '2026-11-21T10:00:00Z'),
      ],
    })
    expect(await events()).toHaveLength(4)
    expect((await versions()).every(({ is_current }) => is_current)).toBe(true)
  })

  it('tell records without a log_id by what is in them', async () => {
    const record = { operation: 'DeleteUser', emit_time: '2023-10-25T21:16:42Z', details: { target_users: ['x'] } }
    await arrive({ hour: '2026-11-22T10', records: [record] })
    await arrive({ hour: '2026-11-22T11', records: [record, { ...record, details: { target_users: ['y'] } }] })
    await sealThrough('2026-11-22T11')
    const rows = await ask('SELECT log_id, details_target_users AS users FROM audit_logs ORDER BY users')
    expect(rows.map(({ users }) => users)).toEqual([['x'], ['y']])
    for (const { log_id } of rows) expect(log_id).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  it('show every event of a day that no clock ever saw', async () => {
    const times = [
      '0001-01-01T00:00:00Z',
      '1969-12-31T23:59:59.999Z',
      '2026-11-22T23:59:59.999Z',
      '9999-12-31T23:59:59.999Z',
    ]
    await arrive({ hour: '2026-11-22T10', records: times.map((time, i) => deleteUser(String(i), time)) })
    await sealThrough('2026-11-22T10')
    expect(await events()).toHaveLength(4)
  })
})

/** Days of two events each up to November 20th, of which an hour later all is sealed but the last two. */
async function sealDays(first: number): Promise<void> {
  for (let day = first; day <= 20; day++) {
    const date = `2026-11-${String(day).padStart(2, '0')}`
    const records = [deleteUser(`a${day}`, `${date}T09:00:00Z`), deleteUser(`b${day}`, `${date}T09:30:00Z`)]
    await arrive({ hour: `${date}T10`, records })
  }
  await sealThrough('2026-11-18T10')
}

describe('the views over sealed days and arrivals', () => {
  beforeEach(openNewLake)
  afterEach(deleteLake)

  it('show no generation that another one has taken the place of', async () => {
    await sealDays(15)
    await arrive({ hour: '2026-11-18T11', records: [deleteUser('a17', '2026-11-17T09:00:00Z', { version: 1 })] })
    await sealThrough('2026-11-18T11')
    expect(await ask("SELECT log_id, version FROM audit_logs WHERE event_date = '2026-11-17' ORDER BY log_id")).toEqual(
      [
        { log_id: 'a17', version: 1 },
        { log_id: 'b17', version: 0 },
      ],
    )
    expect(await ask('SELECT count(*) AS rows FROM audit_logs')).toEqual([{ rows: 12 }])
    expect(await ask('SELECT count(*) AS rows FROM audit_log_versions')).toEqual([{ rows: 13 }])
  })

  it('remove the overlap where an open day is in both tiers', async () => {
    await sealDays(15)
    await arrive({
      hour: '2026-11-18T11',
      records: [
        deleteUser('a16', '2026-11-16T09:00:00Z'),
        deleteUser('b17', '2026-11-17T09:30:00Z', { version: 3, status: 'OK' }),
        deleteUser('new', '2026-11-17T09:31:00Z'),
      ],
    })
    const open = "event_date BETWEEN '2026-11-16' AND '2026-11-17'"
    expect(await ask(`SELECT log_id, version, status FROM audit_logs WHERE ${open} ORDER BY log_id`)).toEqual([
      { log_id: 'a16', version: 0, status: null },
      { log_id: 'a17', version: 0, status: null },
      { log_id: 'b16', version: 0, status: null },
      { log_id: 'b17', version: 3, status: 'OK' },
      { log_id: 'new', version: 0, status: null },
    ])
    const both = `SELECT version, is_current FROM audit_log_versions WHERE log_id = 'b17' AND ${open} ORDER BY version`
    expect(await ask(both)).toEqual([
      { version: 0, is_current: false },
      { version: 3, is_current: true },
    ])
  })

  it('keep older versions of a closed day out of audit_logs', async () => {
    await arrive({ hour: '2026-11-01T10', records: [deleteUser('a', '2026-11-01T09:00:00Z')] })
    await arrive({ hour: '2026-11-01T11', records: [deleteUser('a', '2026-11-01T09:00:00Z', { version: 1 })] })
    await sealThrough('2026-11-20T10')
    expect(await events()).toEqual([{ log_id: 'a', version: 1, status: null }])
    expect((await versions()).map(({ version, is_current }) => [version, is_current])).toEqual([
      [0, false],
      [1, true],
    ])
  })
})

describe('twenty days, eighteen of them sealed', () => {
  beforeAll(async () => {
    await openNewLake()
    await sealDays(1)
  })
  afterAll(deleteLake)

  it('show every event once, with merged arrivals not deleted yet', async () => {
    const sql =
      'SELECT count(*) AS rows, count(DISTINCT log_id) AS events, count_if(version = 0) AS first FROM audit_logs'
    expect(await ask(sql)).toEqual([{ rows: 40, events: 40, first: 40 }])
    expect(await ask('SELECT count(*) AS rows, count_if(is_current) AS current FROM audit_log_versions')).toEqual([
      { rows: 40, current: 40 },
    ])
  })

  it.each([
    ["event_date = '2026-11-05'", 1],
    ["event_date BETWEEN '2026-11-03' AND '2026-11-05'", 3],
    ["event_date < '2026-11-16'", 15],
    ["event_date >= date_format(TIMESTAMP '2026-11-14 12:00:00', '%Y-%m-%d') AND event_date < '2026-11-16'", 2],
  ])('read of closed days where %s one file each, and nothing of what has arrived', async (where, files) => {
    const plan = await ask(`EXPLAIN ANALYZE SELECT log_id, details FROM audit_logs WHERE ${where}`)
    const text = plan.map(({ explain_value }) => explain_value).join()
    expect(/Scanning Files:\s*(\d+\/\d+)/.exec(text)?.[1]).toBe(`${files}/18`)
    expect(/Total Files Read:\s*(\d+)/.exec(text)?.[1]).toBe(String(files))
    expect(text.match(/Total Files Read/g)).toHaveLength(1)
    expect(text).not.toContain('WINDOW')
  })

  it('read of arrivals those hours only that are asked for', async () => {
    const [plan] = await ask("EXPLAIN SELECT log_id FROM arrivals WHERE arrival_hour = '2026-11-19-10'")
    expect(/Scanning Files:\s*(\d+\/\d+)/.exec(String(plan!.explain_value))?.[1]).toBe('1/2')
  })
})

describe('the text of a view', () => {
  it('has the two literals of the manifest, and names every column', () => {
    const manifest = { ...EMPTY_MANIFEST, sealedThrough: '2026-11-22-09', openFrom: '2026-11-20' }
    for (const view of [auditLogsView(manifest), auditLogVersionsView(manifest)]) {
      expect(view).toContain("arrival_hour > '2026-11-22-09' AND event_date >= '2026-11-20'")
      expect(view).toContain("FROM sealed WHERE event_date < '2026-11-20'")
      expect(view).not.toContain('*')
      expect(view).not.toContain(';')
    }
  })
})
