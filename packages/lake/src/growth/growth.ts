import type { DayNews, DaySighting } from './day-news.ts'
import { type DaySpan, withDay } from './day-spans.ts'

/** What is known of something that was seen in events. */
export interface Sighting {
  /** Versions of events that have it. */
  readonly rows: number
  /** Days of these events. */
  readonly days: number
  /** `emit_time` of the first and of the last of them, ISO 8601. */
  readonly firstTime: string
  readonly lastTime: string
  /** Which days, in order: so that a day that is sealed again is not counted again. */
  readonly spans: readonly DaySpan[]
  /** Types of its values, such as `text`. */
  readonly types?: readonly string[]
}

/**
 * What has been seen in sealed events that the table has no column for, and all operations: kept by sealers as they go.
 *
 * It is bounded. What was forgotten to make room is counted anew if it is seen again, so counts are of at least so many.
 */
export interface Growth {
  readonly operations: Readonly<Record<string, Sighting>>
  /** Leaves of the details, by JSON Pointer. */
  readonly leaves: Readonly<Record<string, Sighting>>
  /** Members of records in `extra`, by JSON Pointer. */
  readonly fields: Readonly<Record<string, Sighting>>
  /** Versions of events of which something was not looked at. */
  readonly unread: number
  /** How often something was forgotten to make room. */
  readonly forgotten: number
}

export const NO_GROWTH: Growth = { operations: {}, leaves: {}, fields: {}, unread: 0, forgotten: 0 }

/** Of operations, leaves and fields each. */
export const MOST_SIGHTINGS = 500

const KINDS = ['operations', 'leaves', 'fields'] as const

/** Adds what a day has brought to what was seen before. */
export function grown(growth: Growth, day: string, news: DayNews): Growth {
  const next: { -readonly [Member in keyof Growth]: Growth[Member] } = {
    ...growth,
    unread: growth.unread + news.unread,
  }
  for (const kind of KINDS) {
    const all = new Map(Object.entries(growth[kind]))
    for (const [name, sighting] of news[kind]) all.set(name, seenAgain(all.get(name), day, sighting))
    const kept = best(all)
    next[kind] = Object.fromEntries(kept)
    next.forgotten += all.size - kept.length
  }
  return next
}

function seenAgain(before: Sighting | undefined, day: string, now: DaySighting): Sighting {
  const { spans, isNew } = withDay(before?.spans ?? [], day)
  const types = [...new Set([...(before?.types ?? []), ...now.types])].sort()
  return {
    rows: (before?.rows ?? 0) + now.rows,
    days: (before?.days ?? 0) + (isNew ? 1 : 0),
    firstTime: before && before.firstTime < now.firstTime ? before.firstTime : now.firstTime,
    lastTime: before && before.lastTime > now.lastTime ? before.lastTime : now.lastTime,
    spans,
    ...(types.length > 0 && { types }),
  }
}

/** Those seen on most days, then in most rows: names that somebody makes up for each event go first. */
function best(all: ReadonlyMap<string, Sighting>): [name: string, sighting: Sighting][] {
  const ordered = [...all].sort(
    ([a, left], [b, right]) =>
      right.days - left.days || right.rows - left.rows || compare(right.lastTime, left.lastTime) || compare(a, b),
  )
  return ordered.slice(0, MOST_SIGHTINGS).sort(([a], [b]) => compare(a, b))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
