import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ObjectStore } from '../object-store.ts'
import type { RowComparer } from '../rebuild/row-comparer.ts'
import { quoted } from '../sql-literal.ts'
import { COUNTS, compareSql, type DayTables, ledgerSql, rowsSql } from './compare-sql.ts'
import { patternOf } from './duckdb-literal.ts'
import { recordFile } from './record-file.ts'
import { deliveredDeadLetters, parquetTable, receipts } from './relations.ts'
import { makeScratch } from './scratch.ts'

/** A comparer that holds a DuckDB open, and what was staged in a folder. */
export interface DuckDBComparer extends RowComparer {
  close(): Promise<void>
}

export interface DuckDBComparerOptions {
  /** What DuckDB may use before it spills to disk; default `384MB`: the process then stays within 1 GiB. */
  readonly memoryLimit?: string
}

/** Compares an archive with a lake in a folder. What is staged lies in the lake's folder until it is closed. */
export async function duckDBComparer(
  folder: string,
  objects: ObjectStore,
  { memoryLimit = '384MB' }: DuckDBComparerOptions = {},
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

  async function tablesOf(files: Parameters<RowComparer['compare']>[0]): Promise<DayTables> {
    return {
      day: files.day,
      archive: parquetTable((await byDay()).get(files.day) ?? [], {}),
      sealed: parquetTable(files.sealed === null ? [] : pathsOf([files.sealed]), {}),
      waiting: parquetTable(pathsOf(files.waiting), {}),
      merged: parquetTable(pathsOf(files.merged), {}),
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
      await askAll(compareSql(await tablesOf(files)))
      const [row] = await ask(COUNTS)
      const [sealed, archived, added, lost, changed] = row!.map(Number)
      return { sealed: sealed!, archived: archived!, added: added!, lost: lost!, changed: changed! }
    },
    async write(files) {
      const tables = await tablesOf(files)
      await askAll(compareSql(tables))
      const name = `day-${files.day}.parquet`
      const [row] = await ask(
        `COPY (${rowsSql(tables)}) TO ${quoted(join(scratch, name))} (FORMAT parquet, COMPRESSION zstd)`,
      )
      return Number(row![0]) === 0 ? null : `${scratch.slice(root.length + 1)}/${name}`
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
