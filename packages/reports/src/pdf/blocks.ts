import { type Block, counted, type Finding } from '@temporal-audit-lake/queries'
import type { Content } from 'pdfmake'
import { shown } from './characters.ts'
import { bars, columns } from './charts.ts'
import { COLORS } from './styles.ts'
import { cellText, table } from './table.ts'

/** A piece of a section. */
export function block(block: Block): Content[] {
  switch (block.kind) {
    case 'text':
      return [{ text: shown(block.text, Infinity), margin: [0, 0, 0, 4] }]
    case 'findings':
      return block.findings.map(finding)
    case 'figures':
      return [figures(block.figures)]
    case 'facts':
      return block.facts.map(({ label, value, note }) => fact(label, cellText(value, 'time'), note))
    case 'list':
      return [{ ul: block.items.map(({ title, text }) => ({ text: [{ text: `${title} `, bold: true }, text] })) }]
    case 'table':
      return table(block)
    case 'bars':
      return bars(block)
    case 'columns':
      return columns(block)
  }
}

const LEVEL = {
  problem: { word: 'Problem', color: COLORS.problem },
  review: { word: 'To review', color: COLORS.review },
  'in order': { word: 'In order', color: COLORS.fine },
} as const

function finding({ level, title, text, names = [] }: Finding): Content {
  const { word, color } = LEVEL[level]
  const named = names.length === 0 ? text : `${text} ${names.map(name => shown(name)).join(', ')}`
  return {
    columns: [
      { width: 60, text: word, bold: true, color },
      { width: '*', stack: [{ text: title, bold: true }, named] },
    ],
    ...{ margin: [0, 0, 0, 5], unbreakable: true },
  }
}

const FIGURES_IN_ROW = 3

function figures(figures: readonly { label: string; value: number; note?: string }[]): Content {
  const cells = figures.map(({ label, value, note }) => ({
    stack: [{ text: label, style: 'soft' }, { text: counted(value), fontSize: 15, bold: true }, note ?? ''],
    ...{ fillColor: COLORS.wash, margin: [6, 4, 6, 4] as [number, number, number, number] },
  }))
  const rows = Array.from({ length: Math.ceil(cells.length / FIGURES_IN_ROW) }, (_, row) =>
    Array.from({ length: FIGURES_IN_ROW }, (_, i) => cells[row * FIGURES_IN_ROW + i] ?? ''),
  )
  return { table: { widths: Array(FIGURES_IN_ROW).fill('*'), body: rows, dontBreakRows: true }, layout: 'noBorders' }
}

function fact(label: string, value: string, note = ''): Content {
  return {
    columns: [
      { width: 130, text: label, style: 'soft' },
      { width: '*', text: note === '' ? value : [value, { text: `  ${note}`, style: 'soft' }] },
    ],
    margin: [0, 0, 0, 2],
  }
}
