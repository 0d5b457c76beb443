import type { ColumnKind } from '../block.ts'

type Column = readonly [label: string, column: string, kind: ColumnKind]

/** When and by whom: how most changes begin. */
export const WHEN_AND_WHO: readonly Column[] = [
  ['Time', 'emit_time', 'time'],
  ['By whom', 'actor', 'text'],
  ['Operation', 'operation_name', 'text'],
]

/** What approved it, if anything did. */
export const TICKET: Column = ['Ticket or id', 'async_operation_id', 'code']
