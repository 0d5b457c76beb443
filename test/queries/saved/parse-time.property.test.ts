import { parseTime } from '@temporal-audit-lake/queries'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const NOW = Date.UTC(2026, 10, 22, 10, 30)
const YEAR_1 = Date.parse('0001-01-01T00:00:00Z')
const YEAR_9999 = Date.parse('9999-12-31T23:59:59.999Z')
const times = fc.integer({ min: YEAR_1, max: YEAR_9999 })

describe('parseTime', () => {
  it('reads back every time that is written in ISO', () => {
    fc.assert(
      fc.property(times, time => {
        expect(parseTime(new Date(time).toISOString(), NOW)).toBe(time)
      }),
    )
  })

  it('reads a time without a zone as UTC, without seconds as the full minute, without a time as midnight', () => {
    fc.assert(
      fc.property(times, time => {
        const iso = new Date(time).toISOString()
        expect(parseTime(iso.slice(0, -1), NOW)).toBe(time)
        expect(parseTime(iso.slice(0, 16), NOW)).toBe(Date.parse(`${iso.slice(0, 16)}:00Z`))
        expect(parseTime(iso.slice(0, 10), NOW)).toBe(Date.parse(`${iso.slice(0, 10)}T00:00:00Z`))
      }),
    )
  })

  it('reads the same moment in every zone', () => {
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 })
    const inTheMiddle = fc.integer({ min: YEAR_1 + 86_400_000, max: YEAR_9999 - 86_400_000 })
    fc.assert(
      fc.property(inTheMiddle, offsets, (time, offset) => {
        const local = new Date(time + offset * 60_000).toISOString().slice(0, -1)
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
        const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
        expect(parseTime(local + zone, NOW)).toBe(time)
      }),
    )
  })

  it.each([
    ['m', 60_000],
    ['h', 3_600_000],
    ['d', 86_400_000],
    ['w', 604_800_000],
  ])('goes back from now by %s', (unit, ms) => {
    fc.assert(
      fc.property(fc.nat(90_000), count => {
        expect(parseTime(`T-${count}${unit}`, NOW)).toBe(NOW - count * ms)
      }),
    )
  })

  it('never throws, and what it reads is a time from the year 1 to the year 9999', () => {
    const almost = fc
      .array(fc.constantFrom('T', '-', '2026', '11', '22', ':', '0', '9', 'd', 'w', 'Z', '+', '.', ' '), {
        maxLength: 14,
      })
      .map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(almost, fc.string({ unit: 'binary' })), text => {
        const time = parseTime(text, NOW)
        if (time === null) return
        expect(time).toBeGreaterThanOrEqual(YEAR_1)
        expect(time).toBeLessThanOrEqual(YEAR_9999)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('parseTime of a text', () => {
  it('takes T for now', () => {
    expect(parseTime('T', NOW)).toBe(NOW)
  })

  it('cuts what is finer than a millisecond', () => {
    expect(parseTime('2026-11-22T10:00:00.123999Z', NOW)).toBe(Date.UTC(2026, 10, 22, 10, 0, 0, 123))
  })

  it.each([
    '',
    'now',
    'yesterday',
    '2026-02-30',
    '2026-11-22T24:00:00Z',
    '2026-11-22T10Z',
    '2026-11-22 10:00:00',
    '22.11.2026',
    '1763804400000',
    'T+7d',
    'T-7',
    'T-7y',
    'T-1.5h',
    't-7d',
    ' T',
    'T-999999999w',
  ])('has no idea of %j', text => {
    expect(parseTime(text, NOW)).toBeNull()
  })
})
