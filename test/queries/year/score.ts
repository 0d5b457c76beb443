import { type Engine, rowObjects } from '@temporal-audit-lake/lake'
import { compile, savedQueries } from '@temporal-audit-lake/queries'
import { type Detection, detections } from './detections.ts'
import { YEAR_ENDS, YEAR_STARTS } from './log.ts'
import type { Year } from './year.ts'

/** What a detection found in the year, beside what it should have found. */
export interface Score {
  readonly query: string
  /** Keys of incidents that it found. */
  readonly found: number
  /** Keys of incidents that it did not. */
  readonly missed: readonly string[]
  /** Keys of what is ordinary. */
  readonly falseAlarms: readonly string[]
}

/** The queries need what was before the period: the first quarter is history only. */
const FIRST_MONTH = 3

/** Asks every detection once a month for that month, as a scheduled report does, and compares it with the labels. */
export async function scores(engine: Engine, year: Year): Promise<Score[]> {
  const all: Score[] = []
  for (const detection of detections) all.push(scoreOf(detection, await findings(engine, year, detection), year))
  return all
}

async function findings(engine: Engine, { staff }: Year, { query, parameters, key }: Detection): Promise<Set<string>> {
  const saved = savedQueries.find(({ name }) => name === query)!
  const keys = new Set<string>()
  for (const [from, to] of months()) {
    const { sql, parameters: values } = compile(saved, { from, to, ...parameters?.(staff) }, YEAR_ENDS)
    for (const row of await rowObjects(await engine.query(sql, values))) keys.add(key(row))
  }
  return keys
}

function scoreOf({ query }: Detection, found: ReadonlySet<string>, { labels }: Year): Score {
  const true_ = new Set(labels.filter(label => label.query === query).map(({ key }) => withoutDashesOfId(key)))
  return {
    query,
    found: [...true_].filter(key => found.has(key)).length,
    missed: [...true_].filter(key => !found.has(key)),
    falseAlarms: [...found].filter(key => !true_.has(key)),
  }
}

function withoutDashesOfId(key: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key) ? key.replaceAll('-', '') : key
}

function months(): (readonly [from: string, to: string])[] {
  const start = new Date(YEAR_STARTS)
  const month = (n: number) => new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + n)).toISOString()
  return Array.from({ length: 12 - FIRST_MONTH }, (_, n) => [month(FIRST_MONTH + n), month(FIRST_MONTH + n + 1)])
}
