import { quoted } from '../../sql-literal.ts'
import type { DescribedTable } from '../described-tables.ts'

/** Where the tables are. */
export interface Place {
  readonly catalog: string
  readonly database: string
}

/**
 * The tables of Athena's `information_schema`, as SELECTs.
 *
 * https://docs.aws.amazon.com/athena/latest/ug/querying-glue-catalog.html
 */
export function informationSchema(tables: readonly DescribedTable[], place: Place): Readonly<Record<string, string>> {
  const { catalog, database } = place
  const here = [catalog, database]
  return {
    schemata: select('catalog_name schema_name', [here, [catalog, 'information_schema']]),
    tables: select(
      'table_catalog table_schema table_name table_type',
      tables.map(({ name, isView }) => [...here, name, isView ? 'VIEW' : 'BASE TABLE']),
    ),
    views: select(
      'table_catalog table_schema table_name',
      tables.filter(({ isView }) => isView).map(({ name }) => [...here, name]),
    ),
    columns: select(
      'table_catalog table_schema table_name column_name ordinal_position column_default is_nullable data_type comment extra_info',
      tables.flatMap(({ name, columns }) =>
        columns.map((column, i) => [
          ...here,
          name,
          column.name,
          i + 1,
          null,
          'YES',
          column.trinoType,
          column.comment,
          column.isPartitionKey ? 'partition key' : null,
        ]),
      ),
    ),
  }
}

function select(names: string, rows: readonly (readonly (string | number | null)[])[]): string {
  const values = rows.map(row => `(${row.map(literal).join(', ')})`)
  return `SELECT * FROM (VALUES ${values.join(', ')}) AS t(${names.replaceAll(' ', ', ')})`
}

function literal(value: string | number | null): string {
  if (value === null) return 'CAST(NULL AS varchar)'
  return typeof value === 'number' ? `CAST(${value} AS bigint)` : quoted(value)
}
