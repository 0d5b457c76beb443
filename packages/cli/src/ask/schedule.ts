import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { givenBy, nextRuns, type Run, runsDue, type Schedule, scheduleSchema } from '@temporal-audit-lake/reports'
import { z } from 'zod'
import { UserError } from '../errors.ts'

const NAME = 'report-schedule.json'

/**
 * The schedule of a lake: `report-schedule.json` in its folder, or none.
 *
 * @throws UserError which names every mistake by its place
 */
export async function readSchedule(lake: LocalLake): Promise<Schedule> {
  const path = join(lake.folder, NAME)
  if (!existsSync(path)) return []
  const checked = scheduleSchema.safeParse(jsonOf(path, await readFile(path, 'utf8')))
  if (checked.success) return checked.data
  throw new UserError(`${path}:\n${z.prettifyError(checked.error)}`)
}

function jsonOf(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UserError(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** A run as a person reads it. */
export interface PlannedRun {
  readonly report: string
  /** `due` is made as soon as `up` runs. */
  readonly when: string
  readonly from: string
  readonly to: string
  readonly formats: string
  readonly recipients: string
  /** What the report is told: `timezone=Europe/Berlin`. */
  readonly parameters: string
  readonly folder: string
}

/**
 * What a schedule would run: all that is due now, and the next of each entry.
 *
 * @throws UserError when there is no schedule
 */
export async function plannedRuns(lake: LocalLake, now: number): Promise<PlannedRun[]> {
  const schedule = await readSchedule(lake)
  if (schedule.length === 0)
    throw new UserError(`nothing is scheduled: write ${join(lake.folder, NAME)}, see docs/reports.md`)
  const due = await runsDue(schedule, lake.objects, now)
  return [
    ...due.map(run => planned(run, 'due')),
    ...nextRuns(schedule, now).map(run => planned(run, new Date(run.dueAt).toISOString())),
  ]
}

function planned({ entry, period, folder }: Run, when: string): PlannedRun {
  const [from, to] = [period.from, period.to].map(time => new Date(time).toISOString())
  const [formats, recipients] = [entry.formats.join(','), entry.to.join(',')]
  const parameters = Object.entries(givenBy(entry))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')
  return { report: entry.report, when, from: from!, to: to!, formats, recipients, parameters, folder }
}
