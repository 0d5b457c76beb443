import { compileShape, type Shape } from './shape.ts'
import { columns } from './table.ts'

/** The object GetAuditLogs answers with: `{ "logs": [...], "nextPageToken": "..." }`. */
const PAGE_POINTERS = ['/logs', '/nextPageToken', '/next_page_token']

/** All places in a record that the table wants, for the scanner. */
export const recordShape: Shape = compileShape([...new Set(columns.flatMap(column => column.from)), ...PAGE_POINTERS])

/** The slots of JSON Pointers in `recordShape`. */
export function slotsOf(pointers: readonly string[]): readonly number[] {
  return pointers.map(pointer => recordShape.pointers.indexOf(pointer))
}
