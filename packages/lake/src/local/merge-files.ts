import { rm } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Column, columns } from '@temporal-audit-lake/core'
import type { PromotedColumn } from '../catalog.ts'
import { mergeSelect } from '../seal/merge-select.ts'
import { contentOf, expectedContentSql } from '../seal/row-set.ts'
import { quoted } from '../sql-literal.ts'
import { ask, columnsOf, listOf, parquet, rowsOfDay } from './duckdb-files.ts'
import { leavesFrom } from './duckdb-leaf.ts'
import { identifier } from './duckdb-literal.ts'
import { duckDBRowSet } from './duckdb-row-set.ts'
import { type SecondOfDay, type Slice, slicesOf } from './slices.ts'

/** The files of a day, and how they are merged. */
interface DayFiles {
  readonly paths: readonly string[]
  readonly day: string
  readonly promoted: readonly PromotedColumn[]
  /** Bytes that are merged at once, about. */
  readonly sliceBytes: number
}

/** Rows of a row group: one for nearly every day, since point look-ups read less of a few large ones than of many. */
const ROW_GROUP_ROWS = 100_000
/** What a row takes beside its details and what is unknown of it. */
const ROW_BYTES = 600

/** Merges part by part: the parts are files, which are then put one behind the other. */
export async function mergeFiles(connection: DuckDBConnection, files: DayFiles, output: string): Promise<void> {
  const { names, cells } = await selectOf(connection, files)
  const content = `${contentOf(duckDBRowSet, names)} AS content`
  const merged = (slice?: Slice) => {
    const rows = withLeaves(files, slice)
    const select = [...cells, ...rows.cells].join(', ')
    return mergeSelect(names.map(identifier), `SELECT *, ${content} FROM (SELECT ${select} FROM ${rows.from})`)
  }
  const { rows, slices } = await partsOf(connection, files)
  if (slices.length === 1) return await copy(connection, merged(), output, ROW_GROUP_ROWS)
  const parts: string[] = []
  for (const slice of slices) {
    const part = `${output}.${parts.length}`
    await copy(connection, merged(slice), part, ROW_GROUP_ROWS)
    parts.push(part)
  }
  // a writer holds a row group in memory
  const rowsOfSlice = Math.ceil(rows / slices.length)
  await copy(connection, `SELECT * FROM ${parquet(parts)}`, output, Math.min(ROW_GROUP_ROWS, rowsOfSlice))
  for (const part of parts) await rm(part)
}

/** What the merged file of some files must say, from all columns that these have: nothing is left out for speed. */
export async function expectedContent(connection: DuckDBConnection, files: DayFiles): Promise<bigint> {
  const promoted = files.promoted.map(({ name }) => name)
  const names = (await columnsOf(connection, files.paths)).filter(name => !promoted.includes(name))
  const content = `${contentOf(duckDBRowSet, [...names, ...promoted])} AS content`
  const { slices } = await partsOf(connection, files)
  let sum = 0n
  for (const slice of slices) {
    const rows = withLeaves(files, slices.length === 1 ? undefined : slice)
    const select = [...names.map(identifier), ...rows.cells].join(', ')
    const from = `(SELECT *, ${content} FROM (SELECT ${select} FROM ${rows.from}))`
    const [[digest]] = (await ask(connection, expectedContentSql(from))) as [[bigint]]
    sum += digest
  }
  return sum
}

function withLeaves({ paths, day, promoted }: DayFiles, slice: Slice | undefined) {
  const { from, cells } = leavesFrom(
    promoted.map(({ pointer }) => pointer),
    rowsOfDay(paths, day, slice),
  )
  return { from, cells: cells.map((cell, i) => `${cell} AS ${promoted[i]!.name}`) }
}

/** How many rows there are, and the parts that are merged at once. */
async function partsOf(connection: DuckDBConnection, { paths, day, sliceBytes }: DayFiles) {
  const second = 'epoch_ms(emit_time) // 1000 * 1000'
  const bytes = `sum(${ROW_BYTES} + strlen(coalesce(details, '')) + strlen(coalesce(extra, '')))`
  const sql = `SELECT ${second}, ${bytes}, count(*) FROM ${rowsOfDay(paths, day)} GROUP BY 1 ORDER BY 1`
  const found = await ask(connection, sql)
  const seconds = found.map(([start, size]): SecondOfDay => [Number(start), Number(size)])
  return {
    rows: found.reduce((sum, [, , count]) => sum + Number(count), 0),
    slices: slicesOf(seconds, sliceBytes),
  }
}

async function copy(connection: DuckDBConnection, select: string, path: string, groupRows: number): Promise<void> {
  const options = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows}`
  await ask(connection, `COPY (${select}) TO ${quoted(path)} (${options})`)
}

/**
 * The table's columns, NULL where no file has a value; the promoted ones, made by the caller; then those that this
 * program does not know, if they have values.
 *
 * Most leaves of the details have no value in most files, and opening a column costs more than reading one that is short.
 * A list is always read: what Parquet counts in it as null may be an empty list.
 */
async function selectOf(connection: DuckDBConnection, { paths, promoted }: DayFiles) {
  const used = await ask(
    connection,
    `SELECT split_part(path_in_schema, ', ', 1) AS name FROM parquet_metadata(${listOf(paths)})
    GROUP BY name
    HAVING sum(num_values) > sum(coalesce(stats_null_count, 0)) OR bool_or(contains(path_in_schema, ', '))
    ORDER BY name`,
  )
  const found = new Set(used.map(([name]) => String(name)))
  const known = [...columns, ...promoted].map(({ name }) => name)
  const unknown = [...found].filter(name => !known.includes(name) && name !== 'is_current')
  const cells = columns.map(column => (found.has(column.name) ? column.name : nullOf(column)))
  return { names: [...known, ...unknown], cells: [...cells, ...unknown.map(identifier)] }
}

const DUCKDB_TYPE: Readonly<Record<Column['type'], string>> = {
  string: 'VARCHAR',
  int: 'INTEGER',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMPTZ',
  list: 'VARCHAR[]',
}

function nullOf({ name, type }: Column): string {
  return `NULL::${DUCKDB_TYPE[type]} AS ${name}`
}
