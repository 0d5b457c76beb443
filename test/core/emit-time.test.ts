import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTimestamp, parseTimestampObject, plainMillis, utcDay } from '../../packages/core/src/emit-time.ts'

const encoder = new TextEncoder()

function plain(text: string): number | null {
  const bytes = encoder.encode(`x"${text}"x`)
  return plainMillis(bytes, 1, bytes.length - 1)
}

const dates = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
})

describe('parseTimestamp', () => {
  it('reads what Date writes', () => {
    fc.assert(
      fc.property(dates, date => {
        expect(parseTimestamp(date.toISOString())).toEqual({ millis: date.getTime(), exact: true })
      }),
    )
  })

  it('reads offsets', () => {
    expect(parseTimestamp('2026-11-20T12:30:00+02:30')).toEqual({ millis: Date.UTC(2026, 10, 20, 10), exact: false })
    expect(parseTimestamp('2026-11-20T07:30:00.5-02:30')).toEqual({
      millis: Date.UTC(2026, 10, 20, 10, 0, 0, 500),
      exact: false,
    })
  })

  it.each([
    '2026-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T10:60:00Z',
    '2026-11-20T10:00:61Z',
    '2026-11-20T10:00:00',
    '2026-11-20 10:00:00Z',
    '2026-11-20T10:00:00+24:00',
    '2026-11-20T10:00:00.Z',
    '0000-01-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    ' 2026-11-20T10:00:00Z',
    '',
  ])('refuses %j', text => {
    expect(parseTimestamp(text)).toBeNull()
    expect(plain(text)).toBeNull()
  })
})

describe('plainMillis', () => {
  it('agrees with parseTimestamp wherever it reads a text', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 17, maxLength: 17 })
    const text = fc
      .tuple(digits, fc.boolean())
      .map(
        ([d, fine]) =>
          `${d.slice(0, 4)}-${d.slice(4, 6)}-${d.slice(6, 8)}T${d.slice(8, 10)}:${d.slice(10, 12)}:${d.slice(12, 14)}${fine ? `.${d.slice(14)}` : ''}Z`,
      )
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          dates.map(date => date.toISOString()),
          dates.map(date => date.toISOString().replace(/\.\d+/, '')),
        ),
        written => {
          const millis = plain(written)
          if (millis !== null) expect(parseTimestamp(written)).toEqual({ millis, exact: true })
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('reads every day there is', () => {
    fc.assert(
      fc.property(dates, date => {
        expect(plain(date.toISOString())).toBe(date.getTime())
      }),
    )
    for (let day = Date.UTC(1895, 0, 1); day < Date.UTC(2105, 0, 1); day += 86_400_000)
      expect(plain(new Date(day).toISOString())).toBe(day)
  })
})

describe('parseTimestampObject', () => {
  it('reads seconds and nanos, and says when they are finer than a millisecond', () => {
    expect(parseTimestampObject('{"seconds":1759436617,"nanos":48000000}')).toEqual({
      millis: 1759436617048,
      exact: true,
    })
    expect(parseTimestampObject('{"seconds":1759436617}')).toEqual({ millis: 1759436617000, exact: true })
    expect(parseTimestampObject('{"seconds":1,"nanos":1}')).toEqual({ millis: 1000, exact: false })
    expect(parseTimestampObject('{"$typeName":"google.protobuf.Timestamp","seconds":"1"}')).toEqual({
      millis: 1000,
      exact: false,
    })
    expect(parseTimestampObject('{"seconds":2,"seconds":1}')).toEqual({ millis: 1000, exact: false })
  })

  it.each([
    '{}',
    '{"seconds":"x"}',
    '{"seconds":1.5}',
    '{"seconds":1e20}',
    '{"seconds":1,"nanos":-1}',
    '{"seconds":1,"nanos":1000000000}',
    '[]',
    '1',
    'null',
  ])('refuses %s', json => {
    expect(parseTimestampObject(json)).toBeNull()
  })
})

describe('utcDay', () => {
  it('is the day in UTC, whatever the time zone of the machine', () => {
    expect(utcDay(Date.UTC(2026, 10, 20, 23, 59, 59, 999))).toBe('2026-11-20')
    expect(utcDay(-1)).toBe('1969-12-31')
  })
})
