import {
  type Cell,
  type ColumnKind,
  counted,
  several,
  type Table,
  type TableColumn,
} from '@temporal-audit-lake/queries'
import type { Content, Layout } from 'pdfmake'
import { shown } from './characters.ts'
import { COLORS } from './styles.ts'

/** A table of an answer; its header stands on every sheet. */
export function table({ caption, columns, rows, onPage, total, empty, all }: Table): Content[] {
  if (rows.length === 0)
    return [
      { text: caption, style: 'caption' },
      { text: empty, style: 'soft' },
    ]
  const onPaper = rows.slice(0, onPage)
  return [
    {
      text: [caption, ...(total === null ? [] : [sizeText(onPaper.length, total)])],
      style: 'caption',
      headlineLevel: 2,
    },
    {
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: columns.map(widthOf),
        body: [columns.map(heading), ...onPaper.map(row => row.map((cell, i) => tableCell(cell, columns[i]!.kind)))],
      },
      layout: lines,
    },
    ...(all === null ? [] : [{ text: `All of them: ${all}`, style: 'soft' }]),
  ]
}

/** Thin lines below rows. */
export const lines: Layout = {
  hLineWidth: i => (i === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => COLORS.line,
  paddingLeft: () => 0,
  paddingRight: () => 5,
}

function sizeText(shown: number, total: number): { text: string; style: string } {
  const text = total > shown ? `  the first ${counted(shown)} of ${counted(total)} rows` : `  ${several(total, 'row')}`
  return { text, style: 'soft' }
}

function widthOf({ kind }: TableColumn): string {
  return kind === 'count' ? 'auto' : '*'
}

function heading({ label, kind }: TableColumn): Content {
  return { text: label, style: 'header', alignment: kind === 'count' ? 'right' : 'left' }
}

const VERDICT_COLORS: Readonly<Record<string, string>> = {
  evidenced: COLORS.fine,
  partly: COLORS.review,
  'not evidenced': COLORS.problem,
}

/** A word that may be wider than its column. */
const LONG_WORD = /\S{16}/

function tableCell(cell: Cell, kind: ColumnKind): Content {
  const color = kind === 'verdict' ? VERDICT_COLORS[String(cell)] : undefined
  const isBad = kind === 'status' && cell !== 'OK'
  const text = cellText(cell, kind)
  return {
    text,
    ...(LONG_WORD.test(text) && { wordBreak: 'break-all' as const }),
    ...{ style: 'cell', alignment: kind === 'count' ? 'right' : 'left' },
    ...(color !== undefined && { color, bold: true }),
    ...(isBad && { color: COLORS.bad, bold: true }),
  }
}

const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/

/** A value of an answer as paper shows it. */
export function cellText(cell: Cell, kind: ColumnKind): string {
  if (cell === null || cell === '') return '–'
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (typeof cell === 'number') return counted(cell)
  const time = kind === 'time' ? TIME.exec(cell) : null
  return time ? `${time[1]} ${time[2]}` : shown(cell)
}
