import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isoTimestampFunction } from '../../../packages/queries/src/duckdb/iso-8601.ts'
import { formatDatetimeFunction, parseDatetimeFunction } from '../../../packages/queries/src/duckdb/joda-pattern.ts'
import { dateFormatFunction, dateParseFunction } from '../../../packages/queries/src/duckdb/mysql-pattern.ts'
import type { ScalarFunction, ScalarValue } from '../../../packages/queries/src/duckdb/scalar-function.ts'

/** Milliseconds since the epoch, from the year 1 to the year 9999. */
const time = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') })
/** Years that two digits can stand for. */
const recent = fc.integer({ min: Date.parse('1970-01-01T00:00:00Z'), max: Date.parse('2069-12-31T23:59:59.999Z') })

function apply({ call }: ScalarFunction, ...values: readonly ScalarValue[]): ScalarValue | null {
  return call(...(values as never[]))
}

describe('date_format and date_parse', () => {
  it.each([
    ['%Y-%m-%d %H:%i:%s.%f', time],
    ['%Y%m%d%H%i%s%f', time],
    ['%x week %v %a %T.%f', null],
    ['%e %M %Y %l:%i:%S.%f %p', time],
    ['%W, %b %d %y, %r .%f', recent],
    ['%j/%Y %k:%i:%s,%f', time],
  ])('read with %s what they wrote', (pattern, times) => {
    fc.assert(
      fc.property(times ?? time, at => {
        const text = apply(dateFormatFunction, at, pattern)!
        const read = Number(apply(dateParseFunction, text, pattern))
        // a week's name says nothing of the day: it is its Monday
        const meant = times ? at : at - ((new Date(at).getUTCDay() + 6) % 7) * 86_400_000
        expect(read, String(text)).toBe(meant)
      }),
    )
  })
})

describe('format_datetime and parse_datetime', () => {
  it.each([
    ['yyyy-MM-dd HH:mm:ss.SSS', time],
    ['yyyyMMddHHmmssSSS', time],
    ["xxxx-'W'ww-e kk:mm:ss.SSS", time],
    ['yyyy-DDD K:m:s.SSS a', time],
    ["EEEE, d MMMM yyyy, h 'o''clock' m.s.SSS a", time],
    ['EEE d MMM yy HH:mm:ss.SSSZZ', recent],
  ])('read with %s what they wrote', (pattern, times) => {
    fc.assert(
      fc.property(times, at => {
        const text = apply(formatDatetimeFunction, at, pattern)!
        expect(apply(parseDatetimeFunction, text, pattern), String(text)).toBe(at)
      }),
    )
  })
})

describe('from_iso8601_timestamp', () => {
  it('reads every time that JavaScript writes', () => {
    fc.assert(
      fc.property(time, at => {
        expect(apply(isoTimestampFunction, new Date(at).toISOString())).toBe(at)
      }),
    )
  })
})
