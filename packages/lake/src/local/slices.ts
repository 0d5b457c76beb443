/** A part of a day: events from one time on and before another, in milliseconds since the epoch. */
export interface Slice {
  readonly from: number
  readonly to: number
}

/** What happened in a second: when it began, in milliseconds since the epoch, and bytes of its rows. */
export type SecondOfDay = readonly [start: number, bytes: number]

const SECOND_MS = 1000

/**
 * Cuts a day into parts of about so many bytes.
 *
 * All copies and versions of an event have one time, and so are in one part. That is why a day can be merged part by
 * part, in memory that does not grow with it.
 *
 * @param seconds those in which something happened, in order
 * @param bytes of a part, at least; only the last may have fewer, and a second is never cut
 *
 * @example
 * slicesOf([[0, 60], [1000, 50], [2000, 10]], 100) // [{ from: 0, to: 2000 }, { from: 2000, to: 3000 }]
 */
export function slicesOf(seconds: readonly SecondOfDay[], bytes: number): Slice[] {
  const slices: Slice[] = []
  let from: number | null = null
  let sum = 0
  for (const [start, more] of seconds) {
    from ??= start
    sum += more
    if (sum < bytes) continue
    slices.push({ from, to: start + SECOND_MS })
    from = null
    sum = 0
  }
  if (from !== null) slices.push({ from, to: seconds.at(-1)![0] + SECOND_MS })
  return slices
}
