import type { ReportModel } from './report.ts'

/** A report as one HTML file that needs nothing else. */
export function renderHtml(model: ReportModel): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${model.title}</title></head><body><h1>${model.title}</h1></body></html>\n`
}
