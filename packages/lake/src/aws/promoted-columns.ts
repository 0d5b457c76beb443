import type { Column, Table } from '@aws-sdk/client-glue'
import type { PromotedColumn } from '../catalog.ts'

const COMMENT = 'Promoted leaf of the details: '

/** A promoted column as a table in Glue has it: its comment says what leaf it is of. */
export function promotedColumnOf({ name, pointer }: PromotedColumn): Column {
  return { Name: name, Type: 'string', Comment: `${COMMENT}${pointer}` }
}

/** The promoted columns among those of a table. */
export function promotedColumnsOf({ StorageDescriptor }: Table): PromotedColumn[] {
  return (StorageDescriptor?.Columns ?? [])
    .filter(({ Comment }) => Comment?.startsWith(COMMENT))
    .map(({ Name, Comment }) => ({ name: Name!, pointer: Comment!.slice(COMMENT.length) }))
}
