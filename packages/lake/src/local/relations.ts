import { join } from 'node:path'
import {
  type ColumnType,
  columns,
  deadLetterColumns,
  type LedgerColumn,
  receiptColumns,
} from '@temporal-audit-lake/core'
import { duckDBDialect } from '@temporal-audit-lake/queries'
import type { Published } from '../catalog.ts'
import { eventViews } from '../event-views.ts'
import { sealedKey } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { quoted } from '../sql-literal.ts'
import { auditLogsView, auditLogVersionsView, type LeafSql } from '../views.ts'
import { exactLeaf, plainLeaf } from './duckdb-leaf.ts'
import { patternOf } from './duckdb-literal.ts'
import { folderCatalog } from './folder-catalog.ts'

/** A table or view as DuckDB makes it. */
export interface Relation {
  readonly name: string
  readonly select: string
}

/** Where a lake's files are, and what is published of them. */
interface Files {
  readonly folder: string
  readonly objects: ObjectStore
  readonly published: Published
  readonly leaf: LeafSql
}

const EVENTS = ['arrivals', 'sealed', 'audit_logs'] as const

/** The tables and views, each after those it reads from. */
const RELATIONS: readonly {
  readonly name: string
  readonly reads: readonly string[]
  select(files: Files): Promise<string> | string
}[] = [
  { name: 'arrivals', reads: [], select: arrivals },
  { name: 'sealed', reads: [], select: files => sealed(files) },
  {
    name: 'audit_logs',
    reads: ['arrivals', 'sealed'],
    select: files => auditLogsView(files.published, files.leaf, sealedOfOpenDays(files)),
  },
  {
    name: 'audit_log_versions',
    reads: ['arrivals', 'sealed'],
    select: files => auditLogVersionsView(files.published, files.leaf, sealedOfOpenDays(files)),
  },
  ...Object.entries(eventViews).map(([name, select]) => ({ name, reads: EVENTS, select: () => select(duckDBDialect) })),
  { name: 'receipts', reads: [], select: receipts },
  { name: 'dead_letters', reads: ['receipts'], select: deadLetters },
]

/** The names of all tables and views, each after those it reads from. */
export const relationNames: readonly string[] = RELATIONS.map(({ name }) => name)

const ALL: ReadonlySet<string> = new Set(relationNames)

/**
 * The tables and views of a folder lake that a query may be about, as SELECTs over the files that are there now.
 *
 * DuckDB gets lists of files, not patterns: the catalog knows them, and an empty pattern is an error.
 *
 * The catalog is looked at before the files are listed and after. A file is deleted only when a catalog that does not
 * need it has been published for long: while it is the same catalog, no file that it needs was missed.
 *
 * @param tables the names that a query reads from, for listing takes its time; all when none of them is one of ours, so
 * that DuckDB can say which one may be meant; default: all
 * @param whose an engine of ours, which has our functions, or any DuckDB
 */
export async function relations(
  folder: string,
  objects: ObjectStore,
  tables: ReadonlySet<string> = ALL,
  whose: 'ours' | 'any' = 'any',
): Promise<Relation[]> {
  const catalog = folderCatalog(objects)
  const wanted = withWhatTheyRead(tables)
  const leaf = whose === 'ours' ? exactLeaf : plainLeaf
  for (;;) {
    const { published, etag } = await catalog.read()
    const found = await selectsOf({ folder, objects, published, leaf }, wanted)
    if ((await catalog.read()).etag === etag) return found
  }
}

async function selectsOf(files: Files, wanted: ReadonlySet<string>): Promise<Relation[]> {
  const found: Relation[] = []
  for (const { name, select } of RELATIONS) {
    if (wanted.has(name)) found.push({ name, select: await select(files) })
  }
  return found
}

function withWhatTheyRead(tables: ReadonlySet<string>): ReadonlySet<string> {
  if (tables.size === 0) return tables
  const named = RELATIONS.filter(({ name }) => tables.has(name))
  return new Set((named.length === 0 ? RELATIONS : named).flatMap(({ name, reads }) => [name, ...reads]))
}

async function pathsOf({ folder, objects }: Pick<Files, 'folder' | 'objects'>, prefix: string): Promise<string[]> {
  const found: string[] = []
  for await (const { key } of objects.list(prefix)) found.push(join(folder, key))
  return found
}

const HOUR = 'YYYY-MM-DD-HH'.length
const DAY = 'YYYY-MM-DD'.length

async function arrivals(files: Files): Promise<string> {
  const start = join(files.folder, 'arrivals/arrival_hour=').length
  const paths = await pathsOf(files, 'arrivals/arrival_hour=')
  // what is sealed may lie here until nobody reads it any more
  const unsealed = paths.filter(path => path.slice(start, start + HOUR) > files.published.sealedThrough)
  return parquetTable(unsealed, { arrival_hour: fromPath(start, HOUR) })
}

/** A list of its own: DuckDB looks at every file of a list whenever it plans, and a year of them is twice in no plan. */
function sealedOfOpenDays(files: Files): string {
  return `(${sealed(files, files.published.openFrom)})`
}

/** @param from the first day; default: all days */
function sealed({ folder, published }: Files, from = ''): string {
  const start = join(folder, 'sealed/event_date=').length
  const days = Object.entries(published.partitions).filter(([day]) => day >= from)
  const paths = days.map(entry => join(folder, sealedKey(...entry)))
  const promoted = published.columns.map(({ name }) => name)
  return parquetTable(paths, { event_date: fromPath(start, DAY), is_current: null }, promoted)
}

/** A filter on a piece of the path is one that DuckDB applies to the list of files, before it opens any. */
function fromPath(start: number, length: number): string {
  return `system.main.substr(filename, ${start + 1}, ${length})`
}

const DUCKDB_TYPE: Readonly<Record<ColumnType | LedgerColumn['type'], string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  bigint: 'BIGINT',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  list: 'VARCHAR[]',
}

/** Columns that only this tier has, or has otherwise: the SQL they come from, or null when they stand in the files. */
type OwnColumns = Readonly<Record<string, string | null>>

/**
 * The log records in Parquet files, whatever age they are: a column that a file does not have is NULL. With the schema
 * given here DuckDB opens no file before it must. A timestamp is in UTC, as Athena has it, whatever the time zone of the
 * session.
 *
 * @param promoted names of columns that files may have besides
 */
export function parquetTable(paths: readonly string[], own: OwnColumns, promoted: readonly string[] = []): string {
  const types = new Map(columns.map(({ name, type }) => [name, DUCKDB_TYPE[type]]))
  for (const name of promoted) types.set(name, DUCKDB_TYPE.string)
  for (const [name, sql] of Object.entries(own)) types.set(name, sql === null ? 'BOOLEAN' : 'VARCHAR')
  if (paths.length === 0) return emptyTable(types)
  const cells = [...types].map(([name, type]) => cellOf(name, type, own[name]))
  const schema = [...types].filter(([name]) => !own[name]).map(([name, type]) => schemaEntry(name, type))
  return `SELECT ${cells.join(', ')} FROM read_parquet(${fileList(paths)}, schema = MAP {${schema.join(', ')}}, filename = true)`
}

function cellOf(name: string, type: string, sql: string | null | undefined): string {
  if (sql) return `${sql} AS ${name}`
  // a cast, and timezone(), go through the calendar of the session: they take longer than reading the column
  return type === 'TIMESTAMP' ? `system.main.make_timestamp(system.main.epoch_us(${name})) AS ${name}` : name
}

function schemaEntry(name: string, type: string): string {
  return `'${name}': {name: '${name}', type: '${type === 'TIMESTAMP' ? 'TIMESTAMPTZ' : type}', default_value: NULL}`
}

/** Each batch once, as it was last written. */
export async function receipts(files: Pick<Files, 'folder' | 'objects'>): Promise<string> {
  return latest(
    ndjsonTable(await pathsOf(files, 'receipts/'), receiptColumns),
    receiptColumns,
    'batch_id',
    'written_at',
  )
}

/** Dead letters as they were delivered: at least once. */
export async function deliveredDeadLetters(files: Pick<Files, 'folder' | 'objects'>): Promise<string> {
  return ndjsonTable(await pathsOf(files, 'dead-letters/'), deadLetterColumns)
}

/** A dead letter is done with when a batch named after it was stored. */
async function deadLetters(files: Files): Promise<string> {
  const table = await deliveredDeadLetters(files)
  const names = deadLetterColumns.map(({ name }) => `letter.${name}`).join(', ')
  return `SELECT ${names}, redrive.redriven_at
  FROM (${latest(table, deadLetterColumns, 'dead_letter_id', 'arrival_time')}) letter
  LEFT JOIN (
    SELECT system.main.split_part(batch_id, '/', 2) AS dead_letter_id, min(written_at) AS redriven_at
    FROM receipts WHERE starts_with(batch_id, 'redrive/') GROUP BY 1
  ) redrive ON redrive.dead_letter_id = letter.dead_letter_id`
}

function ndjsonTable(paths: readonly string[], ledger: readonly LedgerColumn[]): string {
  const types = new Map(ledger.map(({ name, type }) => [name, DUCKDB_TYPE[type]]))
  if (paths.length === 0) return emptyTable(types)
  const schema = [...types].map(([name, type]) => `${name}: '${type}'`).join(', ')
  const limits = `format = 'newline_delimited', maximum_object_size = ${MAX_LINE_BYTES}`
  return `SELECT ${[...types.keys()].join(', ')} FROM read_json(${fileList(paths)}, columns = {${schema}}, ${limits})`
}

const MAX_LINE_BYTES = 64 * 1024 * 1024 // a record of 10 MiB, once as Base64 and once as text with every byte escaped

/** Delivery is at least once: of several records with one id the last counts. */
function latest(table: string, ledger: readonly LedgerColumn[], id: string, time: string): string {
  const names = ledger.map(({ name }) => name).join(', ')
  return `SELECT ${names} FROM (
    SELECT ${names}, row_number() OVER (PARTITION BY ${id} ORDER BY ${time} DESC) AS precedence FROM (${table})
  ) WHERE precedence = 1`
}

function emptyTable(types: ReadonlyMap<string, string>): string {
  return `SELECT ${[...types].map(([name, type]) => `NULL::${type} AS ${name}`).join(', ')} WHERE false`
}

function fileList(paths: readonly string[]): string {
  return `[${paths.map(path => quoted(patternOf(path))).join(', ')}]`
}
