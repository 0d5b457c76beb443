import type { ObjectStore } from '@temporal-audit-lake/lake'
import type { Period, Report, ReportModel, StoredReport } from '@temporal-audit-lake/queries'
import { type AskOptions, askReport, type ReportPorts } from '../ask-report.ts'
import { reportFiles } from '../report-files.ts'
import { baseName, runFolder } from '../schedule/run-folder.ts'
import type { ReportFormat } from '../schedule/schedule.ts'
import { certify, storedReport } from './stored-run.ts'

/** Which report, about when, and in what. */
export interface StoreRequest {
  readonly report: Report
  readonly period: Period
  readonly formats: readonly ReportFormat[]
}

export interface StorePorts extends ReportPorts {
  readonly objects: ObjectStore
}

/** Told of a report when its files are there. @param key of the file to look at first */
type Tell = (model: ReportModel, key: string) => Promise<void>

/**
 * Makes a report and keeps it in the lake, where the index finds it: files, then whoever is told, then the certificate.
 * Who dies in between does all of it again.
 *
 * @returns what is kept of it
 */
export async function storeReport(
  { report, period, formats }: StoreRequest,
  ports: StorePorts,
  options: AskOptions,
  tell?: Tell,
): Promise<StoredReport> {
  const model = await askReport(report, period, ports, options)
  const folder = runFolder(report.name, period)
  const base = baseName(report.name, period)
  const files = (await Promise.all(formats.map(format => reportFiles(model, format, base)))).flat()
  for (const { name, body } of files) await ports.objects.put(`${folder}${name}`, body)
  await tell?.(model, `${folder}${files[0]!.name}`)
  const stored = storedReport(model, folder, files)
  await certify(ports.objects, stored)
  return stored
}
