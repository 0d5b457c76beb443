import { Cron } from 'croner'

/**
 * Five fields of cron in a time zone.
 *
 * @throws Error for what is none
 */
export function cronOf(when: string, timeZone: string): Cron {
  return new Cron(when, { timezone: timeZone, mode: '5-part' })
}

const SECOND_MS = 1000

/** The last times up to a moment, and at it, the newest first. @param at milliseconds since the epoch */
export function timesUpTo(cron: Cron, at: number, most: number): number[] {
  return cron.previousRuns(most, new Date(at + SECOND_MS)).map(time => time.getTime())
}
