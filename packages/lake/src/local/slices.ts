/** A part of a day: events from one time on and before another, in milliseconds since the epoch. */
export interface Slice {
  readonly from: number
  readonly to: number
}

/** How many rows there are in a minute, the minutes in order. */
export type RowsOfMinute = readonly (readonly [minute: number, rows: number])[]

const MINUTE_MS = 60_000

/**
 * Cuts a day into parts of about so many rows.
 *
 * All copies and versions of an event have one time, and so are in one part. That is why a day can be merged part by
 * part, in memory that does not grow with it.
 *
 * @param rows of a part, at least; only the last may have fewer, and a minute is never cut
 *
 * @example
 * slicesOf([[0, 60], [60_000, 50], [120_000, 10]], 100) // [{ from: 0, to: 120_000 }, { from: 120_000, to: 180_000 }]
 */
export function slicesOf(minutes: RowsOfMinute, rows: number): Slice[] {
  const slices: Slice[] = []
  let from: number | null = null
  let count = 0
  for (const [minute, more] of minutes) {
    from ??= minute
    count += more
    if (count < rows) continue
    slices.push({ from, to: minute + MINUTE_MS })
    from = null
    count = 0
  }
  if (from !== null) slices.push({ from, to: minutes.at(-1)![0] + MINUTE_MS })
  return slices
}
