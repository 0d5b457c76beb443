import type { Period } from '@temporal-audit-lake/queries'

/** What the files of a report are called, without an ending: `access-review-2026-10-01-to-2026-11-01`. */
export function baseName(report: string, period: Period): string {
  return `${report}-${periodName(period)}`
}

/** Where the files of a scheduled report go: `reports/access-review/2026-10-01-to-2026-11-01/`. */
export function runFolder(report: string, period: Period): string {
  return `reports/${report}/${periodName(period)}/`
}

function periodName({ from, to }: Period): string {
  return `${edge(from)}-to-${edge(to)}`
}

/** A day, with the minute where it does not begin in UTC: `2026-09-30T2200Z`. */
function edge(time: number): string {
  const text = new Date(time).toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : `${text.slice(0, 16).replace(':', '')}Z`
}
