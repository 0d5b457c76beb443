/**
 * Days before today that are open: an event of an earlier day is late.
 *
 * One number for whoever ingests and whoever seals: if the sealer closed days earlier than the ingest function calls
 * events late, a timely event could be hidden until its hour is sealed.
 */
const OPEN_DAYS = 2

/**
 * How long after its end an hour is closed, in milliseconds.
 *
 * A file is named by the hour in which its invocation started, and an invocation ends within 60 s. What is left is for
 * clocks that differ: those of the ingest function and of the sealer may be up to 9 minutes apart.
 */
const HOUR_CLOSES_AFTER_MS = 10 * 60_000

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** The hour of a moment in UTC, as partitions of `arrivals` are named: `2026-11-22-10`. */
export function hourOf(millis: number): string {
  return new Date(millis).toISOString().slice(0, 13).replace('T', '-')
}

/** The last hour that is closed: no file can appear in it any more. */
export function lastClosedHour(now: number): string {
  return hourOf(now - HOUR_CLOSES_AFTER_MS - HOUR_MS)
}

/**
 * The first day whose events are timely when they are written in an hour.
 *
 * It never goes back while hours go on. That is why every timely row of an unsealed hour is of an open day: the hour is
 * later than the last sealed one, so its first open day is no earlier than the view's.
 *
 * @example
 * firstOpenDay('2026-11-22-10') // '2026-11-20'
 */
export function firstOpenDay(hour: string): string {
  return new Date(startOf(hour) - OPEN_DAYS * DAY_MS).toISOString().slice(0, 10)
}

/** The first open day of a view in which all hours up to one are sealed. */
export function firstOpenDayAfter(sealedThrough: string): string {
  return firstOpenDay(hourOf(startOf(sealedThrough) + HOUR_MS))
}

function startOf(hour: string): number {
  return Date.parse(`${hour.slice(0, 10)}T${hour.slice(11)}:00:00Z`)
}
