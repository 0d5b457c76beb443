import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { prepareDuckDB } from '@temporal-audit-lake/queries'
import type { DayMerger, StoredFile } from '../seal/day-merger.ts'
import { expectedSql, foundSql, rowSetOf, VERSION } from '../seal/row-set.ts'
import { ask, columnsOf, parquet, rowsOfDay } from './duckdb-files.ts'
import { duckDBRowSet } from './duckdb-row-set.ts'
import { moveIntoStore } from './folder-store.ts'
import { expectedContent, mergeFiles } from './merge-files.ts'
import { tellNewRows } from './new-rows.ts'
import { registerFunction } from './scalar-function.ts'
import { makeScratch } from './scratch.ts'

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

const SLICE_BYTES = 64 * 1024 * 1024

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
  for (const scalar of prepareDuckDB().functions) registerFunction(connection, scalar)
  const sliceBytes = options.sliceBytes ?? SLICE_BYTES
  const pathsOf = (keys: readonly string[]) => keys.map(key => join(root, key))
  const keyOf = (path: unknown) => String(path).slice(root.length + 1)
  return {
    async days(keys) {
      const from = parquet(pathsOf(keys), true)
      const rows = await ask(connection, `SELECT event_date, filename, count(*) FROM ${from} GROUP BY ALL ORDER BY ALL`)
      const byDay = new Map<string, Map<string, number>>()
      for (const [day] of rows) byDay.set(String(day), new Map())
      for (const [day, path, count] of rows) byDay.get(String(day))!.set(keyOf(path), Number(count))
      return byDay
    },
    async expected(day, keys, promoted) {
      const paths = pathsOf(keys)
      const [[copies, ...versions]] = (await ask(connection, expectedSql(duckDBRowSet, rowsOfDay(paths, day)))) as [
        unknown[],
      ]
      const content = await expectedContent(connection, { paths, day, promoted, sliceBytes })
      return { copies: Number(copies ?? 0), ...rowSetOf([[...versions, content]]) }
    },
    async merge(day, keys, output, promoted) {
      const merged = join(scratch, `${randomUUID()}.parquet`)
      await mergeFiles(connection, { paths: pathsOf(keys), day, promoted, sliceBytes }, merged)
      const written = await storedFile(merged)
      await moveIntoStore(root, output, merged)
      return written
    },
    async readBack(key) {
      const path = join(root, key)
      const found = foundSql(duckDBRowSet, await columnsOf(connection, [path]), parquet([path]))
      return { ...rowSetOf(await ask(connection, found)), ...(await storedFile(path)) }
    },
    async newRows(key, older, tell) {
      await tellNewRows(connection, join(root, key), older === null ? null : join(root, older), tell)
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

async function storedFile(path: string): Promise<StoredFile> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
  }
  return { bytes, sha256: hash.digest('hex') }
}
