import { flatTables, type ReportModel, renderHtml, renderJson } from '@temporal-audit-lake/queries'
import { renderCsv } from './csv/render-csv.ts'
import type { ReportFormat } from './schedule/schedule.ts'

/** A file of a report. */
export interface ReportFile {
  /** Below the report's folder, with slashes. */
  readonly name: string
  readonly body: Uint8Array
}

/**
 * The files of a report in one format: one of the report's own name, or for CSV one for each table, in a folder.
 *
 * @param base what files are called, without an ending: `access-review-2026-10-01-to-2026-11-01`
 */
export async function reportFiles(model: ReportModel, format: ReportFormat, base: string): Promise<ReportFile[]> {
  switch (format) {
    case 'html':
      return [file(`${base}.html`, renderHtml(model))]
    case 'json':
      return [file(`${base}.json`, renderJson(model))]
    case 'csv':
      return flatTables(model).map(table => file(`${base}-csv/${table.name}.csv`, renderCsv(table)))
    // loaded when they are wanted: both are large
    case 'pdf':
      return [{ name: `${base}.pdf`, body: await (await import('./pdf/render-pdf.ts')).renderPdf(model) }]
    case 'xlsx':
      return [
        { name: `${base}.xlsx`, body: await (await import('./xlsx/render-xlsx.ts')).renderXlsx(flatTables(model)) },
      ]
  }
}

function file(name: string, text: string): ReportFile {
  return { name, body: new TextEncoder().encode(text) }
}
