import { createHash } from 'node:crypto'
import type { ObjectStore } from '@temporal-audit-lake/lake'
import type { Finding, ReportModel, StoredReport } from '@temporal-audit-lake/queries'
import type { ReportFile } from '../report-files.ts'

/** Says that a run was made, and what it left: written after everything else. */
const CERTIFICATE = 'run.json'

/** Everything that stands out in a report. */
export function findingsOf({ sections }: ReportModel): Finding[] {
  return sections.flatMap(({ blocks }) => blocks.flatMap(block => (block.kind === 'findings' ? block.findings : [])))
}

/** What is kept of a run beside its files: the hash of each, so that nobody changes one unseen. */
export function storedReport(model: ReportModel, folder: string, files: readonly ReportFile[]): StoredReport {
  const findings = findingsOf(model)
  const atLevel = (level: Finding['level']) => findings.filter(finding => finding.level === level).length
  return {
    version: 1,
    ...{ report: model.name, title: model.title, folder },
    period: { from: new Date(model.period.from).toISOString(), to: new Date(model.period.to).toISOString() },
    generatedAt: new Date(model.generatedAt).toISOString(),
    findings: { problem: atLevel('problem'), review: atLevel('review'), inOrder: atLevel('in order') },
    files: files.map(({ name, body }) => ({
      ...{ name, bytes: body.length },
      sha256: createHash('sha256').update(body).digest('hex'),
    })),
  }
}

/** Writes down that a run was made. */
export async function certify(objects: ObjectStore, report: StoredReport): Promise<void> {
  await objects.put(`${report.folder}${CERTIFICATE}`, bytesOf(`${JSON.stringify(report, null, 2)}\n`))
}

/** The folders of the runs that were made. */
export async function madeRuns(objects: Pick<ObjectStore, 'list'>): Promise<Set<string>> {
  const folders = new Set<string>()
  for await (const { key } of objects.list('reports/')) {
    if (key.endsWith(`/${CERTIFICATE}`)) folders.add(key.slice(0, -CERTIFICATE.length))
  }
  return folders
}

/** What was kept of a run; null when there is nothing that can be read. */
export async function readRun(objects: Pick<ObjectStore, 'get'>, folder: string): Promise<StoredReport | null> {
  const object = await objects.get(`${folder}${CERTIFICATE}`)
  try {
    return object && (JSON.parse(new TextDecoder().decode(object.body)) as StoredReport)
  } catch {
    return null // somebody's own file: the index goes without it
  }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
