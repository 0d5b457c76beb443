import type { FlatTable } from '@temporal-audit-lake/queries'

/** The XML of a sheet with filters in its header: ECMA-376 has `autoFilter` right after the cells. */
export function withFilters(xml: string, table: FlatTable): string {
  return xml.replace('</sheetData>', `</sheetData><autoFilter ref="${rangeOf(table)}"/>`)
}

/** @example rangeOf({ ...table, columns: threeColumns, rows: [] }) // 'A1:C1' */
function rangeOf({ columns, rows }: FlatTable): string {
  return `A1:${String.fromCharCode('A'.charCodeAt(0) + columns.length - 1)}${rows.length + 1}`
}
