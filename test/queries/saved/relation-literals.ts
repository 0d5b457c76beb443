import {
  type ColumnType,
  columns,
  deadLetterColumns,
  type LedgerColumn,
  receiptColumns,
} from '../../../packages/core/src/index.ts'
import type { Engine, Value } from '../../../packages/lake/src/engine.ts'
import { rowObjects } from '../../../packages/lake/src/index.ts'
import { tokensOf } from '../../../packages/queries/src/duckdb/tokens.ts'

type Type = ColumnType | LedgerColumn['type']
type Typed = readonly { readonly name: string; readonly type: Type }[]

/** What a saved query may read from, with its columns. */
const RELATIONS: Readonly<Record<string, Typed>> = {
  audit_logs: columns,
  sealed: [...columns, { name: 'is_current', type: 'boolean' }],
  receipts: receiptColumns,
  dead_letters: [...deadLetterColumns, { name: 'redriven_at', type: 'timestamp' }],
}

const TRINO_TYPE: Readonly<Record<Type, string>> = {
  string: 'varchar',
  int: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  timestamp: 'timestamp(3)',
  list: 'array(varchar)',
}

/**
 * A query with the tables that it reads from in front of it, as rows of literals: so another engine can be asked about
 * the same lake without a copy of its files.
 *
 * @example
 * await withRelations('SELECT log_id FROM audit_logs', engine)
 * // WITH audit_logs AS (SELECT CAST(log_id AS varchar) AS log_id FROM (VALUES ('a')) AS t(log_id)) SELECT log_id ...
 */
export async function withRelations(sql: string, engine: Engine): Promise<string> {
  const words = new Set(tokensOf(sql).map(({ text }) => text))
  const definitions: string[] = []
  for (const [name, all] of Object.entries(RELATIONS)) {
    if (!words.has(name)) continue
    const used = all.filter(column => words.has(column.name))
    definitions.push(`${name} AS (\n${await literals(name, used, engine)}\n)`)
  }
  const own = /^WITH\s/.test(sql)
  return `WITH ${definitions.join(',\n')}${own ? ',' : ''}\n${own ? sql.replace(/^WITH\s/, '') : sql}`
}

async function literals(relation: string, used: Typed, engine: Engine): Promise<string> {
  const names = used.map(({ name }) => name).join(', ')
  const rows = await rowObjects(await engine.query(`SELECT ${names} FROM ${relation}`))
  const cells = used.map(({ name, type }) => `CAST(${name} AS ${TRINO_TYPE[type]}) AS ${name}`)
  const lines = rows.map(row => `(${used.map(({ name, type }) => literal(row[name]!, type)).join(', ')})`)
  const nothing = `(${used.map(() => 'NULL').join(', ')})`
  return `SELECT ${cells.join(', ')} FROM (VALUES\n${(lines.length > 0 ? lines : [nothing]).join(',\n')}
  ) AS t(${names})${lines.length > 0 ? '' : ' WHERE false'}`
}

function literal(value: Value, type: Type): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return `CAST(ARRAY[${value.map(item => literal(item, 'string')).join(', ')}] AS array(varchar))`
  if (type === 'timestamp') return `TIMESTAMP '${String(value).replace('T', ' ').replace('Z', '')}'`
  return type === 'string' ? `'${String(value).replaceAll("'", "''")}'` : String(value)
}
