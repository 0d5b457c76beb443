import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Engine, rowObjects } from '@temporal-audit-lake/lake'
import { buildReport, nearest, type Report, renderHtml, reports } from '@temporal-audit-lake/queries'
import { UsageError } from '../errors.ts'

import { Progress } from '../output/progress.ts'
import type { Shell } from '../shell.ts'
import { VERSION } from '../version.ts'

/** A time from its first moment to its end, in milliseconds since the epoch. */
export interface Period {
  readonly from: number
  readonly to: number
}

/**
 * Asks a report's questions and writes the page.
 *
 * @returns the path of the file
 */
export async function writeReport(
  report: Report,
  period: Period,
  engine: Engine,
  folder: string,
  shell: Shell,
): Promise<string> {
  const questions = report.questions(period)
  const progress = new Progress(shell)
  const answers: Record<string, Awaited<ReturnType<typeof rowObjects>>> = {}
  for (const [i, { name, sql, parameters }] of questions.entries()) {
    progress.show(() => `question ${i + 1} of ${questions.length}: ${name}`)
    answers[name] = await rowObjects(await engine.query(sql, parameters, { signal: shell.signal }))
  }
  progress.end()
  const model = buildReport(report, answers, { period, generatedAt: shell.now(), generator: `audit-lake ${VERSION}` })
  await mkdir(folder, { recursive: true })
  const days = [period.from, period.to].map(time => new Date(time).toISOString().slice(0, 10))
  const path = resolve(folder, `${report.name}-${days.join('-to-')}.html`)
  await writeFile(path, renderHtml(model))
  return path
}

/** @throws UsageError when there is none of the name */
export function reportNamed(name: string | undefined): Report {
  if (name === undefined) throw new UsageError('say which report: `audit-lake report --list` names them')
  const report = reports.find(known => known.name === name)
  if (report) return report
  const similar = nearest(
    name,
    reports.map(known => known.name),
  )
  throw new UsageError(
    `there is no report ${name}: ${similar ? `did you mean ${similar}?` : '`audit-lake report --list` names them'}`,
  )
}
