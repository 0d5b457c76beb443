/** Days in a row, both included: `2026-11-20/2026-11-22`. */
export type DaySpan = `${string}/${string}`

const MOST_SPANS = 32
const DAY_MS = 24 * 60 * 60_000

/**
 * Adds a day to those on which something was seen.
 *
 * The oldest are forgotten when there are too many gaps between them. Then a day among the forgotten counts as seen.
 *
 * @param spans in order
 * @returns the spans with the day, and whether it is a new one
 *
 * @example
 * withDay(['2026-11-20/2026-11-21'], '2026-11-22') // { spans: ['2026-11-20/2026-11-22'], isNew: true }
 */
export function withDay(
  spans: readonly DaySpan[],
  day: string,
): { readonly spans: readonly DaySpan[]; readonly isNew: boolean } {
  const isFull = spans.length === MOST_SPANS
  if (spans.some(span => firstOf(span) <= day && day <= lastOf(span))) return { spans, isNew: false }
  if (isFull && day < firstOf(spans[0]!)) return { spans, isNew: false }
  const before = spans.filter(span => lastOf(span) < dayAfter(day, -1))
  const after = spans.filter(span => firstOf(span) > dayAfter(day, 1))
  const touching = spans.slice(before.length, spans.length - after.length)
  const first = touching[0] && firstOf(touching[0]) < day ? firstOf(touching[0]) : day
  const last = touching.at(-1) && lastOf(touching.at(-1)!) > day ? lastOf(touching.at(-1)!) : day
  return { spans: [...before, `${first}/${last}` as const, ...after].slice(-MOST_SPANS), isNew: true }
}

function firstOf(span: DaySpan): string {
  return span.slice(0, span.indexOf('/'))
}

function lastOf(span: DaySpan): string {
  return span.slice(span.indexOf('/') + 1)
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}
