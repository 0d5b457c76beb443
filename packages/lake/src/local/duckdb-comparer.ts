import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ObjectStore } from '../object-store.ts'
import type { DayFiles, RowComparer } from '../rebuild/row-comparer.ts'
import { quoted } from '../sql-literal.ts'
import { COUNTS, compareSql, type DayTables, ledgerSql, rowsSql, secondsSql } from './compare-sql.ts'
import { patternOf } from './duckdb-literal.ts'
import { recordFile } from './record-file.ts'
import { deliveredDeadLetters, parquetTable, receipts } from './relations.ts'
import { makeScratch } from './scratch.ts'
import { type SecondOfDay, type Slice, slicesOf } from './slices.ts'

/** A comparer that holds a DuckDB open, and what was staged in a folder. */
export interface DuckDBComparer extends RowComparer {
  close(): Promise<void>
}

export interface DuckDBComparerOptions {
  /** What DuckDB may use before it spills to disk; default `384MB`: the process then stays within 1 GiB. */
  readonly memoryLimit?: string
  /** Bytes that are compared at once, about, as they are in memory; default 64 MiB. */
  readonly sliceBytes?: number
}

const SLICE_BYTES = 64 * 1024 * 1024
/** What a row takes in the tables and joins of a comparison. */
const ROW_BYTES = 600

/** Compares an archive with a lake in a folder. What is staged lies in the lake's folder until it is closed. */
export async function duckDBComparer(
  folder: string,
  objects: ObjectStore,
  { memoryLimit = '384MB', sliceBytes = SLICE_BYTES }: DuckDBComparerOptions = {},
): Promise<DuckDBComparer> {
  const root = resolve(folder)
  const scratch = await makeScratch(root, 'compare-')
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    threads: '1', // each has a buffer for the longest dead letter there may be
    temp_directory: join(scratch, 'spill'),
    autoinstall_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const ask = async (sql: string) => (await (await connection.run(sql)).getRows()) as unknown[][]
  // else whatever has fewer rows is held in memory, however long they are
  await ask("SET disabled_optimizers = 'build_side_probe_side'")
  await ask('SET preserve_insertion_order = false')
  const askAll = async (statements: readonly string[]) => {
    for (const statement of statements) await ask(statement)
  }
  const files = { folder: root, objects }
  await askAll(ledgerSql(await receipts(files), await deliveredDeadLetters(files)))
  await ask('SET threads = 2')
  const pathsOf = (keys: readonly string[]) => keys.map(key => join(root, key))
  const staged: string[] = []
  const letters = recordFile(join(scratch, 'dead-letters.ndjson'))
  let stagedByDay: Map<string, string[]> | null = null

  async function byDay(): Promise<Map<string, string[]>> {
    if (stagedByDay) return stagedByDay
    stagedByDay = new Map()
    if (staged.length === 0) return stagedByDay
    const files = `[${staged.map(path => quoted(patternOf(path))).join(', ')}]`
    const rows = await ask(
      `SELECT event_date, filename FROM read_parquet(${files}, filename = true) GROUP BY ALL ORDER BY ALL`,
    )
    for (const [day, path] of rows) {
      stagedByDay.set(String(day), [...(stagedByDay.get(String(day)) ?? []), String(path)])
    }
    return stagedByDay
  }

  async function tablesOf({ day, sealed, waiting, merged }: DayFiles, slice?: Slice): Promise<DayTables> {
    return {
      day,
      archive: rowsIn((await byDay()).get(day) ?? [], slice),
      sealed: rowsIn(sealed === null ? [] : pathsOf([sealed]), slice),
      waiting: rowsIn(pathsOf(waiting), slice),
      merged: rowsIn(pathsOf(merged), slice),
    }
  }

  /** Compares part by part; what a part comes to is in temporary tables while it is at hand. */
  async function* parts(files: DayFiles): AsyncIterable<DayTables> {
    const found = await ask(secondsSql(await tablesOf(files), ROW_BYTES))
    const seconds = found.map(([start, size]): SecondOfDay => [Number(start), Number(size)])
    for (const slice of slicesOf(seconds, sliceBytes)) {
      const tables = await tablesOf(files, slice)
      await askAll(compareSql(tables))
      yield tables
    }
  }

  return {
    async stage(file) {
      const path = join(scratch, `archive-${staged.length}.parquet`)
      await writeFile(path, file)
      staged.push(path)
      stagedByDay = null
    },
    async stagedDays() {
      return [...(await byDay()).keys()]
    },
    async compare(files) {
      const counts = { sealed: 0, archived: 0, added: 0, lost: 0, changed: 0 }
      for await (const _ of parts(files)) {
        const [row] = await ask(COUNTS)
        for (const [i, name] of (Object.keys(counts) as (keyof typeof counts)[]).entries())
          counts[name] += Number(row![i])
      }
      return counts
    },
    async write(files) {
      const keys: string[] = []
      for await (const part of parts(files)) {
        const path = join(scratch, `day-${files.day}-${keys.length}.parquet`)
        const [row] = await ask(`COPY (${rowsSql(part)}) TO ${quoted(path)} (FORMAT parquet, COMPRESSION zstd)`)
        if (Number(row![0]) > 0) keys.push(path.slice(root.length + 1))
      }
      return keys
    },
    async deadPayloads() {
      const rows = await ask('SELECT bytes, sha256 FROM dead_payloads')
      return rows.map(([bytes, sha256]) => [Number(bytes), String(sha256)] as const)
    },
    stageLetters: news => letters.append(news),
    stagedLetters: () => letters.read(),
    async close() {
      connection.closeSync()
      instance.closeSync()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}

/** The rows of files, of a part of a day: those of which a file's statistics say that they are not in it are not read. */
function rowsIn(paths: readonly string[], slice?: Slice): string {
  const rows = parquetTable(paths, {})
  if (!slice || paths.length === 0) return rows
  return `${rows} WHERE emit_time >= to_timestamp(${slice.from / 1000}) AND emit_time < to_timestamp(${slice.to / 1000})`
}
