import { describe, expect, it } from 'vitest'
import { lastPeriod } from '../../packages/functions/src/period.ts'

function days(unit: string, now: string): string[] {
  const { from, to } = lastPeriod(unit, Date.parse(now))
  return [from, to].map(time => new Date(time).toISOString())
}

describe('lastPeriod', () => {
  it.each([
    ['2026-11-24T06:00:00Z', '2026-10-01', '2026-11-01'],
    ['2027-01-01T06:00:00Z', '2026-12-01', '2027-01-01'],
    ['2026-03-31T23:59:59.999Z', '2026-02-01', '2026-03-01'],
  ])('is the whole month before the one of %s', (now, from, to) => {
    expect(days('month', now)).toEqual([`${from}T00:00:00.000Z`, `${to}T00:00:00.000Z`])
  })

  it.each([
    ['2026-11-23T06:00:00Z', '2026-11-16', '2026-11-23'], // a Monday
    ['2026-11-29T23:59:59Z', '2026-11-16', '2026-11-23'], // a Sunday
    ['2027-01-01T00:00:00Z', '2026-12-21', '2026-12-28'],
  ])('is the whole week before the one of %s, from Monday', (now, from, to) => {
    expect(days('week', now)).toEqual([`${from}T00:00:00.000Z`, `${to}T00:00:00.000Z`])
  })
})
