import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { type Column, columns } from '@temporal-audit-lake/core'
import { IDENTITY } from '../identity.ts'
import { LakeError } from '../lake-error.ts'
import type { DayMerger, RowSet, StoredFile } from '../seal/day-merger.ts'
import { mergeSelect } from '../seal/merge-select.ts'
import { moveIntoStore } from './folder-store.ts'

/** Bounds of sealing on this machine. */
export interface DuckDBMergerOptions {
  /** What DuckDB may use before it spills to disk; default `512MB`. */
  readonly memoryLimit?: string
}

/** A merger that holds a DuckDB open. */
export interface DuckDBMerger extends DayMerger {
  close(): Promise<void>
}

/** Rows in a row group: as many as Athena reads at once when it looks for one of them, see the design of the files. */
const ROW_GROUP_ROWS = 100_000
const EVENT = IDENTITY.join(', ')
const VERSION = `${EVENT}, version`

/**
 * Merges the days of a lake in a folder with DuckDB, in bounded memory: what does not fit is spilled into the folder,
 * and merged files are written there before they are moved to their place.
 */
export async function duckDBMerger(folder: string, options: DuckDBMergerOptions = {}): Promise<DuckDBMerger> {
  const root = resolve(folder)
  const scratch = await makeScratch(root)
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: options.memoryLimit ?? '512MB',
    temp_directory: join(scratch, 'spill'),
    autoinstall_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const pathOf = (key: string) => join(root, key)
  const keyOf = (path: unknown) => String(path).slice(root.length + 1)
  const ask = (sql: string) => rowsOf(connection, sql)
  return {
    async days(keys) {
      const rows = await ask(
        `SELECT event_date, filename FROM ${files(keys.map(pathOf), true)} GROUP BY ALL ORDER BY ALL`,
      )
      const byDay = new Map<string, string[]>()
      for (const [day, path] of rows) {
        byDay.set(String(day), [...(byDay.get(String(day)) ?? []), keyOf(path)])
      }
      return byDay
    },
    async expected(day, keys) {
      return rowSet(await ask(expectedSql(`${files(keys.map(pathOf))} WHERE event_date = ${quoted(day)}`)))
    },
    async merge(day, keys, output) {
      const from = files(keys.map(pathOf))
      const select = await selectOf(connection, from)
      const file = join(scratch, `${randomUUID()}.parquet`)
      const merged = mergeSelect(select.names, `SELECT ${select.cells} FROM ${from} WHERE event_date = ${quoted(day)}`)
      await ask(
        `COPY (${merged}) TO ${quoted(file)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
      )
      const written = await storedFile(file)
      await moveIntoStore(root, output, file)
      return written
    },
    async readBack(key) {
      return { ...rowSet(await ask(foundSql(files([pathOf(key)])))), ...(await storedFile(pathOf(key))) }
    },
    async missing(keys, sealed) {
      const news = `(SELECT DISTINCT filename, ${VERSION} FROM ${files(keys.map(pathOf), true)})`
      const known = sealed.length === 0 ? '' : `ANTI JOIN ${files(sealed.map(pathOf))} known USING (${VERSION})`
      const rows = await ask(`SELECT filename, count(*) FROM ${news} news ${known} GROUP BY filename`)
      return new Map(rows.map(([path, versions]) => [keyOf(path), Number(versions)]))
    },
    async close() {
      connection.closeSync()
      instance.closeSync()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}

/** What a merge must come to, said in another way than the merge does it. */
function expectedSql(from: string): string {
  return `SELECT sum(versions), count(*), sum(digest), sum(hash(${EVENT}, newest)), epoch_ms(min(emit_time)), epoch_ms(max(emit_time))
FROM (
  SELECT ${EVENT}, count(*) AS versions, max(version) AS newest, sum(hash(${VERSION})) AS digest
  FROM (SELECT DISTINCT ${VERSION} FROM ${from}) GROUP BY ${EVENT}
)`
}

function foundSql(from: string): string {
  return `SELECT count(*), count_if(is_current), sum(hash(${VERSION})), sum(hash(${VERSION})) FILTER (is_current),
  epoch_ms(min(emit_time)), epoch_ms(max(emit_time)) FROM ${from}`
}

function rowSet([row]: readonly (readonly unknown[])[]): RowSet {
  const [rows, events, versionsDigest, currentDigest, first, last] = row!
  return {
    rows: Number(rows ?? 0),
    events: Number(events),
    versionsDigest: String(versionsDigest),
    currentDigest: String(currentDigest),
    firstTime: isoTime(first),
    lastTime: isoTime(last),
  }
}

function isoTime(millis: unknown): string | null {
  return millis === null ? null : new Date(Number(millis)).toISOString()
}

/** The table's columns, NULL where no file has them yet; then those that the files have and this program does not know. */
async function selectOf(connection: DuckDBConnection, from: string): Promise<{ names: string[]; cells: string }> {
  const found = (await rowsOf(connection, `DESCRIBE SELECT * FROM ${from}`)).map(([name]) => String(name))
  const known = new Set(columns.map(({ name }) => name))
  const unknown = found.filter(name => !known.has(name) && name !== 'is_current').map(name => identifier(name))
  const cells = columns.map(column => (found.includes(column.name) ? column.name : nullOf(column)))
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

function files(paths: readonly string[], withName = false): string {
  return `read_parquet([${paths.map(quoted).join(', ')}], union_by_name = true, hive_partitioning = false, filename = ${withName})`
}

async function rowsOf(connection: DuckDBConnection, sql: string): Promise<unknown[][]> {
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

const SCRATCH = 'seal-'
const STALE_MS = 24 * 60 * 60_000

/** A folder of its own: DuckDBs that spill into one folder take each other's files. Those of dead sealers go. */
async function makeScratch(root: string): Promise<string> {
  const temporary = join(root, '.tmp')
  await mkdir(temporary, { recursive: true })
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name)
    if (!name.startsWith(SCRATCH)) continue
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (mtimeMs < Date.now() - STALE_MS) await rm(path, { recursive: true, force: true })
  }
  const scratch = join(temporary, `${SCRATCH}${randomUUID()}`)
  await mkdir(scratch)
  return scratch
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
