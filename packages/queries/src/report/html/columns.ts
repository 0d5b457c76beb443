import type { Columns, Series } from '../block.ts'
import { counted } from '../numbers.ts'
import { type Html, html } from './html.ts'

/** A chart over time: a panel for each series with a scale of its own, so that rare things can be seen beside common ones. */
export function columns(chart: Columns, id: string): Html {
  const { caption, unit, starts, series } = chart
  return html`<figure class="columns">
<figcaption>${caption}</figcaption>
${series.map((one, i) => panel(chart, one, `${id}-${i}`))}
<div class="axis" aria-hidden="true">${axisLabels(starts)}</div>
<details><summary>The numbers</summary>
<table class="numbers"><caption>${caption}</caption>
<thead><tr><th scope="col">${unit === 'day' ? 'Day' : `First day of the ${unit}`}</th>${series.map(({ name }) => html`<th scope="col" class="count">${name}</th>`)}</tr></thead>
<tbody>${starts.map(
    (
      start,
      i,
    ) => html`<tr><th scope="row">${start}</th>${series.map(({ values }) => html`<td class="count">${counted(values[i]!)}</td>`)}</tr>
`,
  )}</tbody></table></details>
</figure>`
}

const GAP = 0.14 // of a column, left free beside it

function panel({ starts, unit }: Columns, { name, tone, values }: Series, id: string): Html {
  const most = Math.max(...values)
  const top = scaleTop(most)
  const sum = values.reduce((sum, value) => sum + value, 0)
  const rects = values.map((value, i) => {
    if (value === 0) return html``
    const height = (value / top) * 100
    return html`<rect x="${(i + GAP / 2).toFixed(2)}" y="${(100 - height).toFixed(2)}" width="${1 - GAP}" height="${height.toFixed(2)}"><title>${starts[i]!}: ${counted(value)}</title></rect>`
  })
  return html`<div class="panel ${tone}">
<p class="name">${name} <span>${counted(sum)} in all, at most ${counted(most)} a ${unit}</span></p>
<div class="scale" aria-hidden="true"><span>${counted(top)}</span><span>${counted(top / 2)}</span><span>0</span></div>
<svg viewBox="0 0 ${values.length} 100" preserveAspectRatio="none" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${name} per ${unit}</title>
<desc id="${id}-desc">${counted(sum)} from ${starts[0]!} to ${starts.at(-1)!}, at most ${counted(most)} a ${unit}. The numbers follow in a table.</desc>
<path class="grid" d="M0 0H${values.length}M0 50H${values.length}M0 100H${values.length}"/>
${rects}</svg>
</div>`
}

/**
 * The top of a scale: the next even number that is 2, 4, 6, 8, 10 or 20 times a power of ten.
 *
 * @example
 * scaleTop(143) // 200
 */
export function scaleTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)))
  return [2, 4, 6, 8, 10].map(step => step * power).find(top => top >= most)!
}

const AXIS_LABELS = 5

/** Dates under some of the columns, evenly spread. */
function axisLabels(starts: readonly string[]): readonly Html[] {
  const labels = Math.min(AXIS_LABELS, starts.length)
  return Array.from({ length: labels }, (_, k) => {
    const i = labels === 1 ? 0 : Math.round((k * (starts.length - 1)) / (labels - 1))
    const middle = ((i + 0.5) / starts.length) * 100
    return html`<span style="left:${middle.toFixed(2)}%">${starts[i]!}</span>`
  })
}
