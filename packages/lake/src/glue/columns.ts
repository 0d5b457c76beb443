import { type Column, columns, deadLetterColumns, type LedgerColumn, receiptColumns } from '@temporal-audit-lake/core'
import { columnDescription } from '../descriptions.ts'

/** A column of a Glue table, in Glue's own words. */
export interface GlueColumn {
  readonly name: string
  readonly type: string
  readonly comment: string
}

/** Glue's own names for the types of our tables. */
const GLUE_TYPE: Readonly<Record<Column['type'] | LedgerColumn['type'], string>> = {
  string: 'string',
  int: 'int',
  bigint: 'bigint',
  boolean: 'boolean',
  timestamp: 'timestamp',
  list: 'array<string>',
}

function glueColumn({ name, type, description }: Column | LedgerColumn): GlueColumn {
  return { name, type: GLUE_TYPE[type], comment: description }
}

/** The columns of `arrivals`. */
export const arrivalGlueColumns: readonly GlueColumn[] = columns.map(glueColumn)

/** The columns of `sealed`: those of `arrivals`, less the one that names its partitions, and whether a row is current. */
export const sealedGlueColumns: readonly GlueColumn[] = [
  ...arrivalGlueColumns.filter(({ name }) => name !== 'event_date'),
  { name: 'is_current', type: 'boolean', comment: columnDescription('sealed', 'is_current')! },
]

/** The column that names the partitions of `sealed`. */
export const eventDate: GlueColumn = arrivalGlueColumns.find(({ name }) => name === 'event_date')!

export const receiptGlueColumns: readonly GlueColumn[] = receiptColumns.map(glueColumn)

export const deadLetterGlueColumns: readonly GlueColumn[] = deadLetterColumns.map(glueColumn)
