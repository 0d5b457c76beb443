import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { periodBefore } from '../../packages/reports/src/schedule/period-before.ts'
import { dueRuns, nextRuns } from '../../packages/reports/src/schedule/runs.ts'
import {
  givenBy,
  PERIOD_UNITS,
  type ScheduleEntry,
  scheduleSchema,
} from '../../packages/reports/src/schedule/schedule.ts'

const monthly: ScheduleEntry = {
  report: 'activity-summary',
  when: '0 6 1 * *',
  timeZone: 'UTC',
  period: 'month',
  formats: ['html'],
  to: [],
}
const now = Date.UTC(2026, 10, 24, 12)
const none: ReadonlySet<string> = new Set()

describe('periodBefore', () => {
  it.each([
    ['day', 'UTC', '2026-11-23T00:00:00Z', '2026-11-24T00:00:00Z'],
    ['week', 'UTC', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['month', 'Europe/Berlin', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z'],
    ['quarter', 'UTC', '2026-07-01T00:00:00Z', '2026-10-01T00:00:00Z'],
    ['half-year', 'UTC', '2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'],
    ['year', 'Asia/Tokyo', '2024-12-31T15:00:00Z', '2025-12-31T15:00:00Z'],
  ] as const)('knows the last whole %s in %s', (unit, timeZone, from, to) => {
    expect(periodBefore(unit, timeZone, now)).toEqual({ from: Date.parse(from), to: Date.parse(to) })
  })

  it('ends at a moment that is itself a border', () => {
    expect(periodBefore('month', 'UTC', Date.UTC(2026, 10, 1)).to).toBe(Date.UTC(2026, 10, 1))
  })

  it('follows on the period before it, through every change of clocks', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe')
    const moments = fc.integer({ min: Date.UTC(2015, 0), max: Date.UTC(2035, 0) })
    fc.assert(
      fc.property(fc.constantFrom(...PERIOD_UNITS), zones, moments, (unit, zone, at) => {
        const period = periodBefore(unit, zone, at)
        expect(period.to).toBeLessThanOrEqual(at)
        expect(periodBefore(unit, zone, period.to - 1000).to).toBe(period.from)
      }),
      { numRuns: 60 },
    )
  })
})

describe('dueRuns', () => {
  const folders = (known: Partial<Parameters<typeof dueRuns>[1]>, schedule = [monthly]) =>
    dueRuns(schedule, { now, made: none, firstDay: '2026-09-15', ...known }).map(({ folder }) => folder)

  it('catches up what was missed, the oldest first, and nothing from before the first sealed day', () => {
    expect(folders({})).toEqual([
      'reports/activity-summary/2026-09-01-to-2026-10-01/',
      'reports/activity-summary/2026-10-01-to-2026-11-01/',
    ])
  })

  it('asks for nothing of a lake where nothing is sealed', () => {
    expect(folders({ firstDay: null })).toEqual([])
  })

  it('does not ask for what is stored', () => {
    expect(folders({ made: new Set(['reports/activity-summary/2026-10-01-to-2026-11-01/']) })).toEqual([
      'reports/activity-summary/2026-09-01-to-2026-10-01/',
    ])
  })

  it('catches up the last five at most', () => {
    expect(folders({ firstDay: '2020-01-01' })).toHaveLength(5)
  })

  it('asks once for a period that is due at several times', () => {
    expect(folders({}, [{ ...monthly, when: '0 6 * * *' }])).toEqual([
      'reports/activity-summary/2026-10-01-to-2026-11-01/',
    ])
  })

  it('is not due before its time', () => {
    const early = { now: Date.UTC(2026, 10, 1, 5, 59), firstDay: '2026-10-01' }
    expect(folders(early)).toEqual([])
    expect(folders({ ...early, now: early.now + 60_000 })).toHaveLength(1)
  })

  it('names a period that does not begin at midnight in UTC to the minute', () => {
    const [run] = nextRuns([{ ...monthly, timeZone: 'Europe/Berlin' }], now)
    expect(run!.folder).toBe('reports/activity-summary/2026-10-31T2300Z-to-2026-11-30T2300Z/')
    expect(new Date(run!.dueAt).toISOString()).toBe('2026-12-01T05:00:00.000Z')
  })

  it('has nothing left when everything that was due is made', () => {
    const units = fc.constantFrom(...PERIOD_UNITS)
    const crons = fc.constantFrom('0 6 1 * *', '*/7 * * * *', '30 2 * * *', '0 0 29 2 *', '0 12 * * 1-5')
    fc.assert(
      fc.property(units, crons, (period, when) => {
        const schedule = [{ ...monthly, period, when, timeZone: 'Europe/Berlin' }]
        const due = dueRuns(schedule, { now, made: none, firstDay: '2020-01-01' })
        const made = new Set(due.map(({ folder }) => folder))
        expect(dueRuns(schedule, { now, made, firstDay: '2020-01-01' })).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

describe('scheduleSchema', () => {
  it.each([
    [{ when: 'monthly' }, 'five fields'],
    [{ when: '0 6 31 2 *' }, 'five fields'],
    [{ when: '0 0 6 1 * *' }, 'five fields'],
    [{ timeZone: 'Mars/Base' }, 'time zone of IANA'],
    [{ period: 'decade' }, 'half-year'],
    [{ formats: [] }, '>=1'],
    [{ to: ['nobody'] }, 'email'],
    [{ parameters: { pattern: 'OPS' } }, 'activity-summary has no parameter pattern: it has none'],
    [{ report: 'change-management', parameters: { pattern: '(OPS' } }, 'is no pattern: write a regular expression'],
    [{ report: 'privileged-activity', parameters: { opens: '8:00' } }, 'is no hour: write a whole hour'],
    [{ report: 'privileged-activity', parameters: { holidays: '2026-12-25,'.repeat(100) } }, '<=1000'],
  ])('refuses %j', (change, why) => {
    const { error } = scheduleSchema.safeParse([{ ...monthly, ...change }])
    expect(JSON.stringify(error?.issues.map(({ message }) => message))).toContain(why)
  })
})

describe('givenBy', () => {
  const ofPrivileges = { ...monthly, report: 'privileged-activity', timeZone: 'Europe/Berlin' }

  it('takes the time zone of the entry for where people work, unless its parameters say otherwise', () => {
    expect(givenBy(ofPrivileges)).toEqual({ timezone: 'Europe/Berlin' })
    expect(givenBy({ ...ofPrivileges, parameters: { timezone: 'Asia/Tokyo', opens: '9' } })).toEqual({
      ...{ timezone: 'Asia/Tokyo', opens: '9' },
    })
  })

  it('tells a report nothing that it has no parameter for', () => {
    expect(givenBy({ ...monthly, timeZone: 'Europe/Berlin' })).toEqual({})
  })
})
