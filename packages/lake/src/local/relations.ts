import { join } from 'node:path'
import {
  type Column,
  type ColumnType,
  columns,
  deadLetterColumns,
  type LedgerColumn,
  receiptColumns,
} from '@temporal-audit-lake/core'
import type { Published } from '../catalog.ts'
import { sealedKey } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { auditLogsView, auditLogVersionsView } from '../views.ts'
import { folderCatalog } from './folder-catalog.ts'

/** A table or view as DuckDB makes it. */
export interface Relation {
  readonly name: string
  readonly select: string
}

/**
 * The tables and views of a folder lake, as SELECTs over the files that are there now.
 *
 * The catalog is looked at before the files are listed and after: files are deleted only when another catalog has been
 * published for long, so while it is the same one, no file that it needs was missed.
 */
export async function relations(folder: string, objects: ObjectStore): Promise<Relation[]> {
  const catalog = folderCatalog(objects)
  for (;;) {
    const { published, etag } = await catalog.read()
    const found = await publishedRelations(folder, objects, published)
    if ((await catalog.read()).etag === etag) return found
  }
}

/** DuckDB gets lists of files, not patterns: the catalog knows them, and an empty pattern is an error. */
async function publishedRelations(folder: string, objects: ObjectStore, published: Published): Promise<Relation[]> {
  const paths = async (prefix: string) => {
    const found: string[] = []
    for await (const { key } of objects.list(prefix)) found.push(join(folder, key))
    return found
  }
  const arrivals = (await paths('arrivals/')).filter(path => hourOf(path) > published.sealedThrough)
  const sealed = Object.entries(published.partitions).map(entry => join(folder, sealedKey(...entry)))
  return [
    { name: 'arrivals', select: parquetTable(arrivals, [{ name: 'arrival_hour', sql: HOUR_SQL, type: 'VARCHAR' }]) },
    { name: 'sealed', select: parquetTable(sealed, [{ name: 'is_current', sql: 'is_current', type: 'BOOLEAN' }]) },
    { name: 'audit_logs', select: auditLogsView(published) },
    { name: 'audit_log_versions', select: auditLogVersionsView(published) },
    {
      name: 'receipts',
      select: latest(ndjsonTable(await paths('receipts/'), receiptColumns), receiptColumns, 'batch_id', 'written_at'),
    },
    { name: 'dead_letters', select: deadLetters(ndjsonTable(await paths('dead-letters/'), deadLetterColumns)) },
  ]
}

const HOUR_IN_PATH = /arrival_hour=(\d{4}-\d\d-\d\d-\d\d)/
const HOUR_SQL = `regexp_extract(filename, 'arrival_hour=(\\d{4}-\\d\\d-\\d\\d-\\d\\d)/[^/]*$', 1)`

function hourOf(path: string): string {
  return HOUR_IN_PATH.exec(path)?.[1] ?? ''
}

const DUCKDB_TYPE: Readonly<Record<ColumnType | LedgerColumn['type'], string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  bigint: 'BIGINT',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  list: 'VARCHAR[]',
}

interface ExtraColumn {
  readonly name: string
  readonly sql: string
  readonly type: string
}

/**
 * Columns are taken by name, so that files of different ages are one table; a timestamp is in UTC, as Athena has it,
 * whatever the time zone of the session.
 */
function parquetTable(paths: readonly string[], extra: readonly ExtraColumn[]): string {
  const empty = `SELECT ${[...columns.map(column => nullOf(column)), ...extra.map(({ name, type }) => `NULL::${type} AS ${name}`)].join(', ')} WHERE false`
  if (paths.length === 0) return empty
  const cells = columns.map(column =>
    column.type === 'timestamp' ? `${column.name} AT TIME ZONE 'UTC' AS ${column.name}` : column.name,
  )
  const extras = extra.map(({ name, sql }) => `${sql} AS ${name}`)
  return `SELECT ${[...cells, ...extras].join(', ')} FROM read_parquet(${fileList(paths)}, union_by_name = true, hive_partitioning = false, filename = true)`
}

function ndjsonTable(paths: readonly string[], ledger: readonly LedgerColumn[]): string {
  if (paths.length === 0) return `SELECT ${ledger.map(nullOf).join(', ')} WHERE false`
  const types = ledger.map(({ name, type }) => `${name}: '${DUCKDB_TYPE[type]}'`).join(', ')
  const limits = `format = 'newline_delimited', maximum_object_size = ${MAX_LINE_BYTES}`
  return `SELECT ${ledger.map(({ name }) => name).join(', ')} FROM read_json(${fileList(paths)}, columns = {${types}}, ${limits})`
}

const MAX_LINE_BYTES = 64 * 1024 * 1024 // a record of 10 MiB, once as Base64 and once as text with every byte escaped

/** Delivery is at least once: of several records with one id the last counts. */
function latest(table: string, ledger: readonly LedgerColumn[], id: string, time: string): string {
  const names = ledger.map(({ name }) => name).join(', ')
  return `SELECT ${names} FROM (
    SELECT ${names}, row_number() OVER (PARTITION BY ${id} ORDER BY ${time} DESC) AS precedence FROM (${table})
  ) WHERE precedence = 1`
}

/** A dead letter is done with when a batch named after it was stored. */
function deadLetters(table: string): string {
  const names = deadLetterColumns.map(({ name }) => `letter.${name}`).join(', ')
  return `SELECT ${names}, redrive.redriven_at
  FROM (${latest(table, deadLetterColumns, 'dead_letter_id', 'arrival_time')}) letter
  LEFT JOIN (
    SELECT split_part(batch_id, '/', 2) AS dead_letter_id, min(written_at) AS redriven_at
    FROM receipts WHERE starts_with(batch_id, 'redrive/') GROUP BY 1
  ) redrive ON redrive.dead_letter_id = letter.dead_letter_id`
}

function nullOf({ name, type }: Pick<Column | LedgerColumn, 'name' | 'type'>): string {
  return `NULL::${DUCKDB_TYPE[type]} AS ${name}`
}

function fileList(paths: readonly string[]): string {
  return `[${paths.map(path => `'${path.replaceAll("'", "''")}'`).join(', ')}]`
}
