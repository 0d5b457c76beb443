import type { ObjectStore } from '@temporal-audit-lake/lake'
import { readManifest } from '@temporal-audit-lake/lake'
import type { AskOptions } from '../ask-report.ts'
import { type Mail, mailOf } from '../mail.ts'
import { type StorePorts, storeReport } from '../store/store-report.ts'
import { madeRuns } from '../store/stored-run.ts'
import { writeIndex } from '../store/write-index.ts'
import { dueRuns, type Run } from './runs.ts'
import { givenBy, reportOf, type Schedule } from './schedule.ts'

/** What scheduled reports are made with. */
export interface SchedulePorts extends StorePorts {
  /** Tells those whom a report is for. It may be told the same twice. */
  readonly tell: (mail: Mail) => Promise<void>
}

export interface ScheduleOptions extends Pick<AskOptions, 'generator' | 'signal'> {
  /** The clock, in milliseconds since the epoch. */
  readonly now: () => number
  /** Whether there is time for one more; default: always. */
  readonly hasTime?: () => boolean
}

/** What became of the runs that were due. */
export interface ScheduleResult {
  readonly made: readonly Run[]
  readonly failed: readonly { readonly run: Run; readonly error: unknown }[]
  /** How many are still to be made, those that failed included. */
  readonly overdue: number
}

/**
 * Makes every report that is due and not stored, the oldest first, and the index of all that are.
 *
 * A report that fails keeps no other from being made; it stays due. What was half written is written again.
 */
export async function runSchedule(
  schedule: Schedule,
  ports: SchedulePorts,
  options: ScheduleOptions,
): Promise<ScheduleResult> {
  const due = await runsDue(schedule, ports.objects, options.now())
  const made: Run[] = []
  const failed: { run: Run; error: unknown }[] = []
  for (const run of due) {
    if (options.signal?.aborted || options.hasTime?.() === false) break
    try {
      await makeRun(run, ports, options)
      made.push(run)
    } catch (error) {
      failed.push({ run, error })
    }
  }
  if (made.length > 0) await writeIndex(ports.objects)
  return { made, failed, overdue: due.length - made.length }
}

/** The runs that are due in a lake, the oldest first. */
export async function runsDue(schedule: Schedule, objects: ObjectStore, now: number): Promise<Run[]> {
  if (schedule.length === 0) return []
  const { manifest } = await readManifest(objects)
  const firstDay = Object.keys(manifest.days).sort()[0] ?? null
  return dueRuns(schedule, { now, made: await madeRuns(objects), firstDay })
}

async function makeRun({ entry, period }: Run, ports: SchedulePorts, options: ScheduleOptions): Promise<void> {
  const { now, generator, signal } = options
  const request = { report: reportOf(entry), period, formats: entry.formats }
  const asking = {
    ...{ given: givenBy(entry), generatedAt: now() },
    ...(generator !== undefined && { generator }),
    ...(signal && { signal }),
  }
  await storeReport(request, ports, asking, async (model, key) => {
    if (entry.to.length > 0) await ports.tell(mailOf(model, entry.to, key))
  })
}
