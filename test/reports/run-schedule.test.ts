import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ingest } from '@temporal-audit-lake/lake'
import { type DuckDBEngine, type LocalLake, openLocalLake } from '@temporal-audit-lake/lake/local'
import { type Mail, runSchedule, type Schedule } from '@temporal-audit-lake/reports'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealAll } from '../lake/seal-all.ts'
import { event } from '../queries/report/build.ts'

const now = Date.UTC(2026, 10, 24, 12)
const schedule: Schedule = [
  {
    ...{ report: 'activity-summary', when: '0 6 1 * *', timeZone: 'UTC', period: 'month' as const },
    ...{ formats: ['json', 'csv'], to: ['auditor@example.com'] },
  },
]
const SEPTEMBER = 'reports/activity-summary/2026-09-01-to-2026-10-01/'
const OCTOBER = 'reports/activity-summary/2026-10-01-to-2026-11-01/'

let folder: string
let lake: LocalLake
let engine: DuckDBEngine
let told: Mail[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'schedule-'))
  lake = await openLocalLake(folder)
  const data = new TextEncoder().encode(
    [event('2026-09-10T10:00:00Z', 'UserLogin'), event('2026-10-10T10:00:00Z', '<b>DeleteUser', { status: 'ERROR' })]
      .map(record => JSON.stringify(record))
      .join('\n'),
  )
  const record = { source: 'kinesis:audit', shardId: 's', sequenceNumber: '1', arrivalTime: now, data }
  await ingest([record], lake, { writtenAt: now })
  await sealAll(lake, now)
  engine = await lake.engine()
  told = []
})

afterEach(async () => {
  engine.close()
  await rm(folder, { recursive: true })
})

const ports = () => ({
  ...{ engine, engineName: engine.name, objects: lake.objects },
  tell: async (mail: Mail) => {
    told.push(mail)
  },
})

async function keys(): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of lake.objects.list('reports/')) found.push(key)
  return found
}

async function textOf(key: string): Promise<string> {
  return new TextDecoder().decode((await lake.objects.get(key))!.body)
}

/** Time for one report. */
function once(): () => boolean {
  let left = 1
  return () => left-- > 0
}

describe('runSchedule', () => {
  it('makes what is due, tells whom it is for, and leads to it from an index', async () => {
    const { made, failed, overdue } = await runSchedule(schedule, ports(), { now: () => now })
    expect([made.map(run => run.folder), failed, overdue]).toEqual([[SEPTEMBER, OCTOBER], [], 0])
    expect(await keys()).toContain(`${OCTOBER}activity-summary-2026-10-01-to-2026-11-01.json`)
    expect(JSON.parse(await textOf(`${OCTOBER}run.json`))).toMatchObject({ report: 'activity-summary', version: 1 })
    expect(told.map(({ to, subject }) => [to, subject])).toEqual([
      [['auditor@example.com'], expect.stringMatching(/^Activity summary, 2026-09-01 to 2026-10-01: \d+ to review$/)],
      [['auditor@example.com'], expect.stringMatching(/^Activity summary, 2026-10-01 to 2026-11-01: \d+ to review$/)],
    ])
    expect(told[1]!.text).toContain('To review: 1 operation failed')
    expect(told[1]!.text).not.toContain('DeleteUser') // no word of a record in a mail
    const index = await textOf('reports/index.html')
    expect(index).toContain(
      'href="activity-summary/2026-10-01-to-2026-11-01/activity-summary-2026-10-01-to-2026-11-01.json"',
    )
    expect(index.indexOf(`href="${OCTOBER.replace('reports/', '')}`)).toBeLessThan(
      index.indexOf(`href="${SEPTEMBER.replace('reports/', '')}`),
    )
  })

  it('tells a report what its entry says', async () => {
    const entry = { ...schedule[0]!, report: 'privileged-activity', timeZone: 'Europe/Berlin', to: [] }
    const told: Schedule = [{ ...entry, formats: ['json'], parameters: { accounts: 'rescue@example.com' } }]
    const { made } = await runSchedule(told, ports(), { now: () => now, hasTime: once() })
    const base = made[0]!.folder.replace(/^reports\/privileged-activity\/(.*)\/$/, 'privileged-activity-$1')
    const { questions } = JSON.parse(await textOf(`${made[0]!.folder}${base}.json`)) as {
      questions: { name: string; given: object }[]
    }
    const given = (query: string) => questions.find(({ name }) => name === query)!.given
    expect(given('break-glass-use')).toMatchObject({ accounts: 'rescue@example.com' })
    expect(given('off-hours-admin')).toMatchObject({ timezone: 'Europe/Berlin' })
  })

  it('makes nothing twice, and again what is not stored', async () => {
    await runSchedule(schedule, ports(), { now: () => now })
    expect((await runSchedule(schedule, ports(), { now: () => now })).made).toEqual([])
    await lake.objects.delete(`${SEPTEMBER}run.json`)
    const { made } = await runSchedule(schedule, ports(), { now: () => now })
    expect(made.map(run => run.folder)).toEqual([SEPTEMBER])
  })

  it('makes a report again that nobody could be told of', async () => {
    const failing = { ...ports(), tell: () => Promise.reject(new Error('no mail today')) }
    const { made, failed, overdue } = await runSchedule(schedule, failing, { now: () => now })
    expect([made, failed.map(({ error }) => String(error)), overdue]).toEqual([
      [],
      ['Error: no mail today', 'Error: no mail today'],
      2,
    ])
    expect((await runSchedule(schedule, ports(), { now: () => now })).made).toHaveLength(2)
  })

  it('begins nothing that there is no time for, and says what is overdue', async () => {
    const { made, overdue } = await runSchedule(schedule, ports(), { now: () => now, hasTime: once() })
    expect([made.length, overdue]).toEqual([1, 1])
  })
})
