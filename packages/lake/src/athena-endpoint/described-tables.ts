import { columnDescription, tableDescription } from '../descriptions.ts'
import type { Engine } from '../engine.ts'

/** A table or view, as drivers are told of it. */
export interface DescribedTable {
  readonly name: string
  readonly isView: boolean
  readonly comment: string
  readonly columns: readonly DescribedColumn[]
}

export interface DescribedColumn {
  readonly name: string
  /** The type as Glue calls it: `array<string>`. */
  readonly glueType: string
  /** The type as Trino calls it: `array(varchar)`. */
  readonly trinoType: string
  readonly comment: string
  /** Whether its values are names of folders, as `event_date` of `sealed`. */
  readonly isPartitionKey: boolean
}

/** Tables that are files; all others are views over them. */
const PARTITION_KEY: Readonly<Record<string, string>> = { arrivals: 'arrival_hour', sealed: 'event_date' }

const TYPES: Readonly<Record<string, readonly [glue: string, trino: string]>> = {
  BIGINT: ['bigint', 'bigint'],
  BOOLEAN: ['boolean', 'boolean'],
  DATE: ['date', 'date'],
  DOUBLE: ['double', 'double'],
  INTEGER: ['int', 'integer'],
  TIMESTAMP: ['timestamp', 'timestamp(3)'],
  VARCHAR: ['string', 'varchar'],
}

/** Finds out from the engine which columns the tables and views have: it is what will be asked for them. */
export async function describedTables(engine: Engine, names: readonly string[]): Promise<readonly DescribedTable[]> {
  const tables: DescribedTable[] = []
  for (const name of [...names].sort()) tables.push(await describedTable(engine, name))
  return tables
}

async function describedTable(engine: Engine, table: string): Promise<DescribedTable> {
  const { columns, chunks } = await engine.query(`SELECT * FROM ${table} LIMIT 0`)
  for await (const _ of chunks); // the query ends when it is read
  const key = PARTITION_KEY[table]
  const described = columns.map(({ name, type }) => ({
    name,
    ...typesOf(type),
    comment: columnDescription(table, name) ?? '',
    isPartitionKey: name === key,
  }))
  return { name: table, isView: key === undefined, comment: tableDescription(table) ?? '', columns: described }
}

function typesOf(type: string): { glueType: string; trinoType: string } {
  if (type.endsWith('[]')) {
    const { glueType, trinoType } = typesOf(type.slice(0, -2))
    return { glueType: `array<${glueType}>`, trinoType: `array(${trinoType})` }
  }
  const [glueType, trinoType] = TYPES[type] ?? TYPES.VARCHAR!
  return { glueType, trinoType }
}
