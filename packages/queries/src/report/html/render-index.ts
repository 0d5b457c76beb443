import { counted, several } from '../numbers.ts'
import { reports as known } from '../reports.ts'
import { type Html, html, verbatim } from './html.ts'
import { POLICY } from './policy.ts'
import { style } from './style.ts'

/** What is kept of a stored report beside its files. */
export interface StoredReport {
  readonly version: 1
  readonly report: string
  readonly title: string
  /** Where its files are: `reports/access-review/2026-10-01-to-2026-11-01/`. */
  readonly folder: string
  /** ISO 8601. */
  readonly period: { readonly from: string; readonly to: string }
  readonly generatedAt: string
  readonly findings: { readonly problem: number; readonly review: number; readonly inOrder: number }
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
}

/** The page that leads to stored reports; it lies beside their folders. @param total how many there are */
export function renderIndex(reports: readonly StoredReport[], total: number): string {
  const more = total > reports.length ? ` These are the newest ${counted(reports.length)}.` : ''
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Reports of the audit log</title>
<style>${verbatim(style)}</style>
</head>
<body>
<header>
<p class="kind">Temporal Cloud audit log</p>
<h1>Reports</h1>
<p>What the audit log says about a period, for those who review access and changes, and for their auditors. A report begins with what somebody should look at; it ends with the SQL that gives the same figures again.</p>
<p>${several(total, 'report')}, the newest period first.${more} Times are in UTC. A file run.json beside each report has the SHA-256 of its files.</p>
</header>
<main>
<table class="rows" role="table">
<caption>Stored reports</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Report</th><th role="columnheader" scope="col">Period</th><th role="columnheader" scope="col">Findings</th><th role="columnheader" scope="col">Generated</th><th role="columnheader" scope="col">Files</th></tr></thead>
<tbody role="rowgroup">${reports.map(row)}</tbody>
</table>
</main>
</body>
</html>
`
  return page.html
}

function row({ report, title, folder, period, findings, generatedAt, files }: StoredReport): Html {
  const { problem, review } = findings
  const description = known.find(({ name }) => name === report)?.description ?? ''
  const days = html`${minute(period.from)} to ${minute(period.to)}`
  const level = problem > 0 ? 'not-evidenced' : review > 0 ? 'partly' : 'evidenced'
  const said = [
    ...(problem > 0 ? [several(problem, 'problem')] : []),
    ...(review > 0 ? [`${counted(review)} to review`] : []),
  ].join(', ')
  return html`<tr role="row"><td role="cell" data-label="Report"><div>${titled(title, folder, files)}<br><span class="soft">${description}</span></div></td><td role="cell" data-label="Period"><span>${days}</span></td><td role="cell" data-label="Findings"><span class="verdict ${level}">${said || 'all in order'}</span></td><td role="cell" data-label="Generated">${minute(generatedAt)}</td><td role="cell" data-label="Files"><span>${links(folder, files)}</span></td></tr>
`
}

/** A report's title leads to the file to look at first. */
function titled(title: string, folder: string, files: StoredReport['files']): Html {
  const first = files.find(({ name }) => name.endsWith('.html')) ?? files.find(({ name }) => name.endsWith('.pdf'))
  return first === undefined ? html`<b>${title}</b>` : html`<a href="${here(folder)}${first.name}"><b>${title}</b></a>`
}

/** A folder as the page sees it, which lies above all of them. */
function here(folder: string): string {
  return folder.replace(/^reports\//, '')
}

/** A link to each file, but of the many of CSV only their folder's name. */
function links(folder: string, files: StoredReport['files']): readonly Html[] {
  const single = files.filter(({ name }) => !name.includes('/'))
  const tables = files.length - single.length
  return [
    ...single.map(({ name }) => html`<a href="${here(folder)}${name}">${name.slice(name.lastIndexOf('.') + 1)}</a> `),
    ...(tables > 0 ? [html`${several(tables, 'table')} as csv`] : []),
  ]
}

/** `2026-11-01`, or `2026-11-01 10:30` where it is not midnight. */
function minute(time: string): Html {
  return html`<time datetime="${time}">${time.slice(0, 16).replace('T', ' ').replace(' 00:00', '')}</time>`
}
