import type { Period } from '@temporal-audit-lake/queries'
import { cronOf, timesUpTo } from './cron.ts'
import { periodBefore } from './period-before.ts'
import { runFolder } from './run-folder.ts'
import type { Schedule, ScheduleEntry } from './schedule.ts'

/** A report that is to be made once, about one period. */
export interface Run {
  readonly entry: ScheduleEntry
  readonly period: Period
  /** When it was to be made, in milliseconds since the epoch. */
  readonly dueAt: number
  /** Where its files go: `reports/access-review/2026-10-01-to-2026-11-01/`. */
  readonly folder: string
}

/** What is known of a lake, to tell which runs are due. */
export interface Known {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Folders of the runs that were made. */
  readonly made: ReadonlySet<string>
  /** The first day that is sealed; null when none is. */
  readonly firstDay: string | null
}

/** How far back runs are caught up: as many of each report, the newest. */
const MOST_CAUGHT_UP = 5

/**
 * The runs that should have been made by now and were not, the oldest first: what is missing is seen from what is
 * stored. Periods that end before the first sealed day are not asked for.
 */
export function dueRuns(schedule: Schedule, { now, made, firstDay }: Known): Run[] {
  return schedule
    .flatMap(entry => pastRuns(entry, now))
    .filter(({ folder }) => !made.has(folder))
    .filter(({ period }) => firstDay !== null && period.to > Date.parse(firstDay))
    .sort((a, b) => a.dueAt - b.dueAt || (a.folder < b.folder ? -1 : 1))
}

/** The run that comes next of each entry. */
export function nextRuns(schedule: Schedule, now: number): Run[] {
  return schedule.map(entry => runAt(entry, cronOf(entry.when, entry.timeZone).nextRun(new Date(now))!.getTime()))
}

/** A period can be due at several times, when it is longer than the time between them: the first counts. */
function pastRuns(entry: ScheduleEntry, now: number): Run[] {
  const times = timesUpTo(cronOf(entry.when, entry.timeZone), now, MOST_CAUGHT_UP)
  const runs = new Map(times.map(time => runAt(entry, time)).map(run => [run.folder, run]))
  return [...runs.values()]
}

function runAt(entry: ScheduleEntry, dueAt: number): Run {
  const period = periodBefore(entry.period, entry.timeZone, dueAt)
  return { entry, period, dueAt, folder: runFolder(entry.report, period) }
}
