import type { Bars } from '../block.ts'
import { counted } from '../numbers.ts'
import { type Html, html } from './html.ts'
import { isolated } from './value.ts'

/** A table whose rows carry a bar each: the chart is its own data. */
export function bars({ caption, of, counts, bars, others }: Bars): Html {
  const most = Math.max(...bars.map(({ count }) => count), others, 1)
  const rows = bars.map(({ label, count, failed }) =>
    row(label === null ? html`nobody said` : isolated(label), count, failed, most, 'ordinary'),
  )
  const rest = others > 0 ? [row(html`all others`, others, null, most, 'others')] : []
  return html`<table class="bars">
<caption>${caption}</caption>
<thead><tr><th scope="col">${of}</th><th scope="col" class="count">${counts}</th>${bars.some(({ failed }) => failed !== null) ? html`<th scope="col" class="count">Failed</th>` : html`<td></td>`}<th scope="col"><span class="hidden">Bar</span></th></tr></thead>
<tbody>${[...rows, ...rest]}</tbody>
</table>`
}

function row(label: Html, count: number, failed: number | null, most: number, tone: 'ordinary' | 'others'): Html {
  const width = (part: number) => ((part / most) * 100).toFixed(2)
  const [whole, bad] = [width(count), width(failed ?? 0)]
  return html`<tr><th scope="row">${label}</th><td class="count">${counted(count)}</td><td class="count">${failed === null ? '' : counted(failed)}</td><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="${tone}" width="${whole}" height="10"/><rect class="bad" width="${bad}" height="10"/></svg></td></tr>
`
}
