import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import {
  type Given,
  nearest,
  ParameterError,
  type Period,
  type Report,
  reportParameters,
  reports,
} from '@temporal-audit-lake/queries'
import { askReport, baseName, type ReportFormat, reportFiles } from '@temporal-audit-lake/reports'
import { UsageError } from '../errors.ts'
import type { Lake, LakeEngine } from '../lake.ts'
import { Progress } from '../output/progress.ts'
import type { Shell } from '../shell.ts'
import { VERSION } from '../version.ts'

/** The program, as reports name it. */
export const GENERATOR = `audit-lake ${VERSION}`

/** Which report, about when, told what, in what, and where to. */
export interface ReportRequest {
  readonly report: Report
  readonly period: Period
  readonly given?: Given
  readonly formats: readonly ReportFormat[]
  readonly folder: string
}

/** What was written in one format: a file, or for CSV a folder of them. */
export interface Written {
  readonly format: ReportFormat
  readonly path: string
}

/** Asks a report's questions and writes its files. */
export async function writeReport(
  { report, period, given = {}, formats, folder }: ReportRequest,
  lake: Pick<Lake, 'objects'>,
  engine: Pick<LakeEngine, 'name' | 'query'>,
  shell: Shell,
): Promise<Written[]> {
  const progress = new Progress(shell)
  const ports = { engine, engineName: engine.name, objects: lake.objects }
  const model = await askReport(report, period, ports, {
    ...{ given, generatedAt: shell.now(), generator: GENERATOR, signal: shell.signal },
    onQuestion: ({ name }, number, of) => progress.show(() => `question ${number} of ${of}: ${name}`),
  })
  progress.end()
  const written: Written[] = []
  for (const format of formats) {
    const files = await reportFiles(model, format, baseName(report.name, period))
    for (const { name, body } of files) {
      const path = resolve(folder, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, body)
    }
    const path = resolve(folder, files[0]!.name)
    written.push({ format, path: format === 'csv' ? dirname(path) : path })
  }
  return written
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

/**
 * Parameters that a report can be given.
 *
 * @throws UsageError for one that is wrong
 */
export function givenFor(report: Report, given: Given): Given {
  try {
    reportParameters(report, given)
    return given
  } catch (error) {
    if (error instanceof ParameterError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}
