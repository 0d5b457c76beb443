import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dayCount,
  dayOf,
  missingDays,
  startOf,
  startsOf,
  type Unit,
  unitFor,
} from '../../../packages/queries/src/report/days.ts'
import type { Period } from '../../../packages/queries/src/report/report.ts'

const DAY_MS = 86_400_000
const UNITS: readonly Unit[] = ['day', 'week', 'month', 'year']

const periods = fc
  .tuple(
    fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2060, 0, 1) }),
    fc.integer({ min: 1, max: 900 * DAY_MS }),
  )
  .map(([from, length]): Period => ({ from, to: from + length }))

describe('missingDays', () => {
  it('holds exactly the days of the period that are not present', () => {
    fc.assert(
      fc.property(periods, fc.func(fc.boolean()), (period, isPresent) => {
        const days = startsOf(period, 'day')
        const present = days.filter(day => isPresent(day))
        const missing = missingDays(period, present).flatMap(({ first, last }) =>
          startsOf({ from: Date.parse(first), to: Date.parse(last) + 1 }, 'day'),
        )
        expect([...present, ...missing].sort()).toEqual(days)
        expect(missingDays(period, present).reduce((sum, range) => sum + range.days, 0)).toBe(missing.length)
      }),
    )
  })
})

describe('startsOf', () => {
  it.each(UNITS)('has every %s of a period once, in order, from the one of its first moment on', unit => {
    fc.assert(
      fc.property(periods, period => {
        const starts = startsOf(period, unit)
        expect(starts[0]).toBe(startOf(dayOf(period.from), unit))
        expect(starts.at(-1)).toBe(startOf(dayOf(period.to - 1), unit))
        expect(starts).toEqual([...new Set(starts)].sort())
        for (const day of startsOf(period, 'day')) expect(starts).toContain(startOf(day, unit))
      }),
      { numRuns: 50 },
    )
  })

  it('begins weeks on Monday', () => {
    expect(startOf('2026-11-22', 'week')).toBe('2026-11-16')
    expect(startOf('2026-11-23', 'week')).toBe('2026-11-23')
    expect(startOf('2024-02-29', 'month')).toBe('2024-02-01')
  })
})

describe('unitFor', () => {
  it('is the smallest unit that has no more columns than there is room for', () => {
    expect(unitFor({ from: 0, to: 100 * DAY_MS }, 100)).toBe('day')
    expect(unitFor({ from: 1, to: 100 * DAY_MS + 1 }, 100)).toBe('week')
    expect(unitFor({ from: 0, to: 1000 * DAY_MS }, 100)).toBe('month')
    expect(unitFor({ from: 0, to: Date.UTC(2026, 0, 1) }, 100)).toBe('year')
    expect(dayCount({ from: 1, to: DAY_MS + 1 })).toBe(2)
    expect(dayCount({ from: 0, to: DAY_MS })).toBe(1)
  })
})
