import { parseTimestamp } from '@temporal-audit-lake/core'

const DAY = /^\d{4}-\d\d-\d\d$/
const ISO_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/
const RELATIVE = /^T(?:-(\d{1,9})([mhdw]))?$/

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }

/**
 * Reads a time as people write it: an ISO day or time, or one relative to now. Without a zone it is UTC.
 *
 * @param now milliseconds since the epoch: what `T` means
 * @returns milliseconds since the epoch; finer digits are cut. Null for anything else, and before the year 1.
 *
 * @example
 * parseTime('2026-11-22', now)        // Date.UTC(2026, 10, 22)
 * parseTime('2026-11-22T10:00Z', now) // Date.UTC(2026, 10, 22, 10)
 * parseTime('T-7d', now)              // now - 7 * 86_400_000
 */
export function parseTime(text: string, now: number): number | null {
  if (DAY.test(text)) return millisOf(`${text}T00:00:00Z`)
  const iso = ISO_TIME.exec(text)
  if (iso) return millisOf(`${iso[1]}${iso[2] ?? ':00'}${iso[3] ?? 'Z'}`)
  const relative = RELATIVE.exec(text)
  if (!relative) return null
  const [, count = '0', unit = 'd'] = relative
  const time = now - Number(count) * UNIT_MS[unit]!
  return time >= YEAR_1 ? time : null
}

const YEAR_1 = -62_135_596_800_000

function millisOf(rfc3339: string): number | null {
  return parseTimestamp(rfc3339)?.millis ?? null
}
