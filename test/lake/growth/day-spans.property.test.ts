import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DaySpan, withDay } from '../../../packages/lake/src/growth/day-spans.ts'

const dayOf = (offset: number) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10)

describe('the days on which something was seen', () => {
  it('count each day once, in however many spans and whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60), { maxLength: 60 }), offsets => {
        let spans: readonly DaySpan[] = []
        let days = 0
        for (const offset of offsets) {
          const next = withDay(spans, dayOf(offset))
          spans = next.spans
          days += next.isNew ? 1 : 0
        }
        expect(days).toBe(new Set(offsets).size)
        const runs = [...new Set(offsets)].filter(offset => !offsets.includes(offset - 1)).sort((a, b) => a - b)
        expect(spans.map(span => span.split('/')[0])).toEqual(runs.map(dayOf))
      }),
    )
  })

  it('forget the oldest when there are too many gaps, and count no day twice for that', () => {
    let spans: readonly DaySpan[] = []
    for (let offset = 0; offset < 200; offset += 2) spans = withDay(spans, dayOf(offset)).spans
    expect(spans).toHaveLength(32)
    expect(withDay(spans, dayOf(0))).toEqual({ spans, isNew: false })
    expect(withDay(spans, dayOf(199)).isNew).toBe(true)
  })
})
