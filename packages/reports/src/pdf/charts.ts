import { type Bars, type Columns, counted } from '@temporal-audit-lake/queries'
import type { Content, Shape } from 'pdfmake'
import { shown } from './characters.ts'
import { COLORS } from './styles.ts'
import { lines } from './table.ts'

const BAR_WIDTH = 180 // points

/** A table whose rows carry a bar each. */
export function bars({ caption, of, counts, bars, others }: Bars): Content[] {
  const rest = others > 0 ? [{ label: 'all others', count: others, failed: null }] : []
  const rows = [
    ...bars.map(({ label, ...bar }) => ({ ...bar, label: label === null ? 'nobody said' : shown(label) })),
    ...rest,
  ]
  const most = Math.max(1, ...rows.map(({ count }) => count))
  const fails = bars.some(({ failed }) => failed !== null)
  const header = [of, counts, ...(fails ? ['Failed'] : []), ''].map(text => ({ text, style: 'header' }))
  const body = rows.map(({ label, count, failed }) => [
    { text: label, style: 'cell' },
    { text: counted(count), style: 'cell', alignment: 'right' as const },
    ...(fails ? [{ text: failed === null ? '' : counted(failed), style: 'cell', alignment: 'right' as const }] : []),
    { canvas: [bar(count, most, COLORS.ordinary), bar(failed ?? 0, most, COLORS.bad)] },
  ])
  const widths = ['*', 'auto', ...(fails ? ['auto'] : []), BAR_WIDTH]
  return [
    { text: caption, style: 'caption', headlineLevel: 2 },
    { table: { headerRows: 1, dontBreakRows: true, widths, body: [header, ...body] }, layout: lines },
  ]
}

function bar(part: number, most: number, color: string): Shape {
  return { type: 'rect', x: 0, y: 0, w: (part / most) * BAR_WIDTH, h: 7, color }
}

const [CHART_WIDTH, CHART_HEIGHT] = [500, 70] // points

/** A chart over time: a panel for each series, with a scale of its own. */
export function columns({ caption, unit, starts, series }: Columns): Content[] {
  return [
    { text: caption, style: 'caption', headlineLevel: 2 },
    ...series.map(({ name, tone, values }): Content => {
      const most = Math.max(1, ...values)
      const sum = values.reduce((sum, value) => sum + value, 0)
      const color = tone === 'failed' ? COLORS.bad : COLORS.ordinary
      const width = CHART_WIDTH / values.length
      const drawn = values.map((value, i): Shape => {
        const height = (value / most) * CHART_HEIGHT
        return { type: 'rect', x: i * width, y: CHART_HEIGHT - height, w: width * 0.86, h: height, color }
      })
      const axis: Shape = {
        type: 'line',
        x1: 0,
        y1: CHART_HEIGHT,
        x2: CHART_WIDTH,
        y2: CHART_HEIGHT,
        lineColor: COLORS.line,
      }
      const title = `${name}: ${counted(sum)} in all, at most ${counted(Math.max(0, ...values))} a ${unit}`
      return {
        stack: [
          { text: title, style: 'soft' },
          { canvas: [...drawn, axis] },
          { text: `${starts[0]} to ${starts.at(-1)}`, style: 'soft' },
        ],
        ...{ margin: [0, 0, 0, 6], unbreakable: true },
      }
    }),
  ]
}
