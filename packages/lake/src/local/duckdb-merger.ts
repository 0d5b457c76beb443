import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type Column, columns } from '@temporal-audit-lake/core'
import { LakeError } from '../lake-error.ts'
import type { DayMerger, StoredFile } from '../seal/day-merger.ts'
import { mergeSelect } from '../seal/merge-select.ts'
import { patternOf, quoted } from './duckdb-literal.ts'
import { moveIntoStore } from './folder-store.ts'
import { expectedSql, foundSql, rowSetOf, VERSION } from './row-set.ts'
import { makeScratch } from './scratch.ts'
import { type SecondOfDay, type Slice, slicesOf } from './slices.ts'

/** Bounds of sealing on this machine. */
export interface DuckDBMergerOptions {
  /** What DuckDB may use before it spills to disk; default `384MB`: the process then stays within 1 GiB. */
  readonly memoryLimit?: string
  /** Bytes that are merged at once, about, as they are in memory; default 64 MiB. */
  readonly sliceBytes?: number
}

/** A merger that holds a DuckDB open. */
export interface DuckDBMerger extends DayMerger {
  close(): Promise<void>
}

/** Rows of a row group: one for nearly every day, since point look-ups read less of a few large ones than of many. */
const ROW_GROUP_ROWS = 100_000
const SLICE_BYTES = 64 * 1024 * 1024
/** What a row takes beside its details and what is unknown of it. */
const ROW_BYTES = 600

/**
 * Merges the days of a lake in a folder with DuckDB, in bounded memory: a large day is merged part by part, and what
 * does not fit is spilled into the folder. Merged files are written there before they are moved to their place.
 */
export async function duckDBMerger(folder: string, options: DuckDBMergerOptions = {}): Promise<DuckDBMerger> {
  const root = resolve(folder)
  const scratch = await makeScratch(root, 'seal-')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: options.memoryLimit ?? '384MB',
    threads: '2', // each has buffers of its own, which the limit does not count
    temp_directory: join(scratch, 'spill'),
    autoinstall_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const pathsOf = (keys: readonly string[]) => keys.map(key => join(root, key))
  const keyOf = (path: unknown) => String(path).slice(root.length + 1)
  return {
    async days(keys) {
      const from = parquet(pathsOf(keys), true)
      const rows = await ask(connection, `SELECT event_date, filename FROM ${from} GROUP BY ALL ORDER BY ALL`)
      const byDay = new Map<string, string[]>()
      for (const [day] of rows) byDay.set(String(day), [])
      for (const [day, path] of rows) byDay.get(String(day))!.push(keyOf(path))
      return byDay
    },
    async expected(day, keys) {
      return rowSetOf(await ask(connection, expectedSql(rowsOfDay(pathsOf(keys), day))))
    },
    async merge(day, keys, output) {
      const merged = join(scratch, `${randomUUID()}.parquet`)
      await mergeFiles(connection, pathsOf(keys), day, options.sliceBytes ?? SLICE_BYTES, merged)
      const written = await storedFile(merged)
      await moveIntoStore(root, output, merged)
      return written
    },
    async readBack(key) {
      const [path] = pathsOf([key])
      return { ...rowSetOf(await ask(connection, foundSql(parquet([path!])))), ...(await storedFile(path!)) }
    },
    async missing(keys, sealed) {
      const versions = `(SELECT DISTINCT filename, ${VERSION} FROM ${parquet(pathsOf(keys), true)}) versions`
      const known = sealed.length === 0 ? '' : `ANTI JOIN ${parquet(pathsOf(sealed))} known USING (${VERSION})`
      const rows = await ask(connection, `SELECT filename, count(*) FROM ${versions} ${known} GROUP BY filename`)
      return new Map(rows.map(([path, count]) => [keyOf(path), Number(count)]))
    },
    async close() {
      connection.closeSync()
      instance.closeSync()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}

/** Merges part by part: the parts are files, which are then put one behind the other. */
async function mergeFiles(
  connection: DuckDBConnection,
  paths: readonly string[],
  day: string,
  sliceBytes: number,
  output: string,
): Promise<void> {
  const { names, cells } = await selectOf(connection, paths)
  const merged = (slice?: Slice) => mergeSelect(names, `SELECT ${cells} FROM ${rowsOfDay(paths, day, slice)}`)
  const { rows, seconds } = await sizeOf(connection, paths, day)
  const slices = slicesOf(seconds, sliceBytes)
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

async function sizeOf(connection: DuckDBConnection, paths: readonly string[], day: string) {
  const second = 'epoch_ms(emit_time) // 1000 * 1000'
  const bytes = `sum(${ROW_BYTES} + strlen(coalesce(details, '')) + strlen(coalesce(extra, '')))`
  const sql = `SELECT ${second}, ${bytes}, count(*) FROM ${rowsOfDay(paths, day)} GROUP BY 1 ORDER BY 1`
  const found = await ask(connection, sql)
  return {
    rows: found.reduce((sum, [, , count]) => sum + Number(count), 0),
    seconds: found.map(([start, size]): SecondOfDay => [Number(start), Number(size)]),
  }
}

async function copy(connection: DuckDBConnection, select: string, path: string, groupRows: number): Promise<void> {
  const options = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows}`
  await ask(connection, `COPY (${select}) TO ${quoted(path)} (${options})`)
}

/**
 * The table's columns, NULL where no file has a value; then those that this program does not know, if they have values.
 *
 * Most leaves of the details have no value in most files, and opening a column costs more than reading one that is short.
 * A list is always read: what Parquet counts in it as null may be an empty list.
 */
async function selectOf(connection: DuckDBConnection, paths: readonly string[]) {
  const used = await ask(
    connection,
    `SELECT split_part(path_in_schema, ', ', 1) AS name FROM parquet_metadata(${listOf(paths)})
    GROUP BY name
    HAVING sum(num_values) > sum(coalesce(stats_null_count, 0)) OR bool_or(contains(path_in_schema, ', '))
    ORDER BY name`,
  )
  const found = new Set(used.map(([name]) => String(name)))
  const known = new Set(columns.map(({ name }) => name))
  const unknown = [...found].filter(name => !known.has(name) && name !== 'is_current').map(identifier)
  const cells = columns.map(column => (found.has(column.name) ? column.name : nullOf(column)))
  return { names: [...known, ...unknown], cells: [...cells, ...unknown].join(', ') }
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

function rowsOfDay(paths: readonly string[], day: string, slice?: Slice): string {
  const time = (millis: number) => `${quoted(new Date(millis).toISOString())}::TIMESTAMPTZ`
  const within = slice ? ` AND emit_time >= ${time(slice.from)} AND emit_time < ${time(slice.to)}` : ''
  return `${parquet(paths)} WHERE event_date = ${quoted(day)}${within}`
}

function listOf(paths: readonly string[]): string {
  return `[${paths.map(path => quoted(patternOf(path))).join(', ')}]`
}

/** Files as one table; those of different ages have different columns. */
function parquet(paths: readonly string[], withName = false): string {
  return `read_parquet(${listOf(paths)}, union_by_name = true, hive_partitioning = false, filename = ${withName})`
}

async function ask(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
  try {
    return (await (await connection.run(sql)).getRows()) as unknown[][]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new LakeError(`sealing stopped, nothing is lost: ${why}; \`audit-lake doctor\` checks every file`, {
      cause: error,
    })
  }
}

async function storedFile(path: string): Promise<StoredFile> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
