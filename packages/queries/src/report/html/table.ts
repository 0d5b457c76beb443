import type { Cell, Table, TableColumn } from '../block.ts'
import { counted, several } from '../numbers.ts'
import { type Html, html } from './html.ts'
import { value } from './value.ts'

const SHORT = 14 // rows that are kept on one sheet

/** A table of an answer. On a narrow screen its rows become cards, so roles and labels are said out loud. */
export function table({ caption, columns, rows: every, onPage, total, empty, all }: Table): Html {
  const rows = every.slice(0, onPage)
  if (rows.length === 0) return html`<h3>${caption}</h3><p class="empty">${empty}</p>`
  return html`<table class="rows${rows.length <= SHORT ? ' short' : ''}" role="table">
<caption>${caption}${total === null ? null : html` <span class="size">${sizeText(rows.length, total)}</span>`}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(heading)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    row => html`<tr role="row">${row.map((cell, i) => cellOf(cell, columns[i]!))}</tr>
`,
  )}</tbody>
</table>${all === null ? null : html`<p class="all">All of them: <code>${all}</code></p>`}`
}

function sizeText(shown: number, total: number): string {
  return total > shown ? `the first ${counted(shown)} of ${counted(total)} rows` : several(total, 'row')
}

function heading({ label, kind }: TableColumn): Html {
  return html`<th role="columnheader" scope="col" class="${kind}">${label}</th>`
}

function cellOf(cell: Cell, { label, kind }: TableColumn): Html {
  return html`<td role="cell" class="${kind}" data-label="${label}">${value(cell, kind)}</td>`
}
