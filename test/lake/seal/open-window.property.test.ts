import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstOpenDay, firstOpenDayAfter, hourOf, lastClosedHour } from '../../../packages/lake/src/open-window.ts'

const MINUTE_MS = 60_000
const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2040, 0, 1) })

describe('the open window', () => {
  it('is today and the two days before', () => {
    expect(firstOpenDay('2026-11-22-10')).toBe('2026-11-20')
    expect(firstOpenDay('2026-03-01-00')).toBe('2026-02-27')
  })

  it('moves when the last hour of a day is sealed', () => {
    expect(firstOpenDayAfter('2026-11-22-22')).toBe('2026-11-20')
    expect(firstOpenDayAfter('2026-11-22-23')).toBe('2026-11-21')
  })

  it('closes an hour ten minutes after its end', () => {
    expect(lastClosedHour(Date.parse('2026-11-22T11:09:59.999Z'))).toBe('2026-11-22-09')
    expect(lastClosedHour(Date.parse('2026-11-22T11:10:00.000Z'))).toBe('2026-11-22-10')
  })

  it('holds every timely row of an hour that is not sealed, whoever read which clock', () => {
    fc.assert(
      fc.property(moment, moment, (writtenAt, sealedAt) => {
        const sealedThrough = lastClosedHour(sealedAt)
        const hour = hourOf(writtenAt)
        fc.pre(hour > sealedThrough)
        expect(firstOpenDay(hour) >= firstOpenDayAfter(sealedThrough)).toBe(true)
      }),
    )
  })

  it('finds a file in its hour before that is closed, while clocks differ by less than nine minutes', () => {
    const skew = fc.integer({ min: -9 * MINUTE_MS + 1, max: 9 * MINUTE_MS - 1 })
    fc.assert(
      fc.property(moment, skew, fc.nat(MINUTE_MS), (startedAt, ahead, took) => {
        const hour = hourOf(startedAt + ahead) // by the clock of the ingest function
        const sealerSees = startedAt + took // when the file appears, by the clock of the sealer
        expect(lastClosedHour(sealerSees) < hour).toBe(true)
      }),
    )
  })
})
