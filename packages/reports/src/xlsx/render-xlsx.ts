import { type Cell, type ColumnKind, type FlatTable, visible } from '@temporal-audit-lake/queries'
import writeExcelFile, { type CellObject, type SheetData } from 'write-excel-file/node'
import { sheetNames } from './sheet-names.ts'
import { withFilters } from './with-filters.ts'

/** A report as a workbook: a sheet for each table, with a header that stays in sight and filters. No cell is a formula. */
export async function renderXlsx(tables: readonly FlatTable[]): Promise<Uint8Array> {
  const names = sheetNames(tables.map(({ title }) => title))
  const sheets = tables.map((table, i) => ({
    sheet: names[i]!,
    data: dataOf(table),
    columns: table.columns.map((_, column) => ({ width: widthOf(table, column) })),
    stickyRowsCount: 1,
  }))
  const feature = {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml: string, _: unknown, { sheetIndex }: { sheetIndex: number }) =>
            withFilters(xml, tables[sheetIndex]!),
        },
      },
    },
  }
  const buffer = await writeExcelFile(sheets, { features: [feature] }).toBuffer()
  return new Uint8Array(buffer)
}

function dataOf({ columns, rows }: FlatTable): SheetData {
  const header = columns.map(({ label }) => ({
    ...{ type: String, value: label, fontWeight: 'bold' as const, backgroundColor: '#f4f6f9' },
  }))
  return [header, ...rows.map(row => row.map((cell, i) => xlsxCell(cell, columns[i]!.kind)))]
}

const MOST_CHARACTERS = 32_767 // that Excel takes in a cell
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/** A text is typed as one, so no spreadsheet takes it for a formula, whatever it begins with. */
function xlsxCell(cell: Cell, kind: ColumnKind): CellObject | null {
  if (cell === null || cell === '') return null
  if (typeof cell === 'number') return { type: Number, value: cell }
  if (typeof cell === 'boolean') return { type: Boolean, value: cell }
  if (kind === 'time' && TIME.test(cell)) return timeCell(cell)
  return { type: String, value: visible(cell).slice(0, MOST_CHARACTERS) }
}

const YEAR_1900 = Date.UTC(1900, 2, 1) // dates before March are off by one in Excel

function timeCell(text: string): CellObject {
  const value = new Date(text)
  if (value.getTime() < YEAR_1900) return { type: String, value: text }
  return { type: Date, value, format: 'yyyy-mm-dd hh:mm:ss' }
}

const [NARROWEST, WIDEST] = [10, 60] // in characters
const LOOKED_AT = 200 // rows

function widthOf({ columns, rows }: FlatTable, column: number): number {
  const texts = [columns[column]!.label, ...rows.slice(0, LOOKED_AT).map(row => row[column])]
  const longest = Math.max(...texts.map(text => String(text ?? '').length))
  return Math.min(WIDEST, Math.max(NARROWEST, longest + 2))
}
