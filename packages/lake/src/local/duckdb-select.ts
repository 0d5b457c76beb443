import type { DuckDBConnection } from '@duckdb/node-api'
import { toDuckDB } from '@temporal-audit-lake/queries'
import { QueryError } from '../engine.ts'

/** A SELECT that is safe to run, in DuckDB's SQL. */
export interface Select {
  readonly sql: string
  /** Names of the tables that it reads from or shows, in lower case: those of the lake, its own, and any that are not there. */
  readonly tables: ReadonlySet<string>
}

/** What Athena has under other names; every other function that makes a table reaches out of the lake, or sets something. */
const TABLE_FUNCTIONS: ReadonlySet<string> = new Set(['unnest', 'generate_series', 'range'])

/**
 * Reads a text as DuckDB itself does, and finds out whether it is one SELECT and nothing else.
 *
 * What is asked is DuckDB's own parser, before anything is bound or run: a statement that hides in a comment, a subquery
 * or an EXPLAIN is found where DuckDB would find it.
 *
 * @throws QueryError when it is anything else
 */
export async function readSelect(connection: DuckDBConnection, text: string): Promise<Select> {
  // EXPLAIN ANALYZE runs what it explains: what comes behind it must be a SELECT of its own
  const [explain = ''] = /^\s*EXPLAIN\s+(?:ANALYZE\s+)?/i.exec(text) ?? []
  const select = toDuckDB(text.slice(explain.length))
  const parsed = await parse(connection, select)
  if (parsed.error) {
    // to have the message with the line and the place
    if (parsed.error_type === 'parser') await connection.prepare(select)
    throw new QueryError('only a SELECT is answered here, or an EXPLAIN of one')
  }
  const [statement, ...others] = parsed.statements
  if (!statement || others.length > 0)
    throw new QueryError(`one statement at a time: this text has ${parsed.statements.length}`)
  return { sql: explain + select, tables: tablesOf(statement) }
}

type Parsed =
  | { readonly error: true; readonly error_type: string }
  | { readonly error: false; readonly statements: readonly object[] }

async function parse(connection: DuckDBConnection, sql: string): Promise<Parsed> {
  const reader = await connection.runAndReadAll('SELECT json_serialize_sql(CAST(? AS VARCHAR))', [sql])
  return JSON.parse(String(reader.value(0, 0))) as Parsed
}

/** The nodes of a syntax tree that say where rows come from. */
type TreeNode =
  | { readonly type: 'BASE_TABLE' | 'SHOW_REF'; readonly table_name: string }
  | { readonly type: 'TABLE_FUNCTION'; readonly function: { readonly function_name: string } }
  | { readonly type: 'anything else' }

function tablesOf(statement: object): ReadonlySet<string> {
  const tables = new Set<string>()
  // a list of its own: a tree may be deeper than the stack
  const left: unknown[] = [statement]
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (typeof node !== 'object' || node === null) continue
    const source = node as TreeNode
    if (source.type === 'BASE_TABLE' || source.type === 'SHOW_REF') tables.add(source.table_name.toLowerCase())
    if (source.type === 'TABLE_FUNCTION') checkTableFunction(source.function.function_name.toLowerCase())
    for (const child of Object.values(node)) left.push(child)
  }
  return tables
}

function checkTableFunction(name: string): void {
  if (!TABLE_FUNCTIONS.has(name)) throw new QueryError(`${name}() is no table: ask the tables of the lake`)
}
