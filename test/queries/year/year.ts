import type { Event } from '../../../packages/cli/src/demo/event.ts'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { type RecordForm, recordOf } from '../../../packages/cli/src/demo/record-forms.ts'
import { ordinaryYear } from './background.ts'
import { incidents, type Label } from './incidents.ts'
import { DAY_MS, Log, YEAR_STARTS } from './log.ts'
import { oddities } from './oddities.ts'
import { type Staff, staffOf } from './staff.ts'

/** A company's year: its events in the order of time, and what must be found among them. */
export interface Year {
  readonly staff: Staff
  readonly events: readonly Event[]
  readonly labels: readonly Label[]
}

/**
 * The same seed and activity give the same year.
 *
 * @param activity how much the tools do; 1 gives some twenty thousand events
 */
export function yearOf(seed: number, activity: number): Year {
  const random = new Random(seed)
  const staff = staffOf(random)
  const log = new Log(random)
  oddities(log, staff, random)
  const labels = incidents.flatMap(({ happens }) => happens(log, staff, random))
  ordinaryYear(log, staff, random, activity)
  return { staff, events: log.events.sort((a, b) => a.time - b.time), labels }
}

/** An event as Temporal would have recorded it at its time: the form of the records changes within the year. */
export function recordAt(event: Event): Readonly<Record<string, unknown>> {
  return recordOf(event, formAt(event.time))
}

function formAt(time: number): RecordForm {
  const day = (time - YEAR_STARTS) / DAY_MS
  if (day < 60) return '2024'
  return day < 90 ? 'transition' : '2025'
}
