import type { Bars } from '../block.ts'
import { counted } from '../numbers.ts'
import { type Html, html } from './html.ts'
import { isolated } from './value.ts'

/** A table whose rows carry a bar each: the chart is its own data. */
export function bars({ caption, of, bars, others }: Bars): Html {
  const most = Math.max(...bars.map(({ events }) => events), others, 1)
  const rows = bars.map(({ label, events, failed }) =>
    row(label === null ? html`nobody said` : isolated(label), events, failed, most),
  )
  const rest = others > 0 ? [row(html`all others`, others, null, most)] : []
  return html`<table class="bars">
<caption>${caption}</caption>
<thead><tr><th scope="col">${of}</th><th scope="col" class="count">Events</th><th scope="col" class="count">Failed</th><th scope="col"><span class="hidden">Bar</span></th></tr></thead>
<tbody>${[...rows, ...rest]}</tbody>
</table>`
}

function row(label: Html, events: number, failed: number | null, most: number): Html {
  const width = (part: number) => ((part / most) * 100).toFixed(2)
  const [whole, bad] = [width(events), width(failed ?? 0)]
  return html`<tr><th scope="row">${label}</th><td class="count">${counted(events)}</td><td class="count">${failed === null ? '' : counted(failed)}</td><td class="bar"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="${failed === null ? 'others' : 'ordinary'}" width="${whole}" height="10"/><rect class="bad" width="${bad}" height="10"/></svg></td></tr>
`
}
