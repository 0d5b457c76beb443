import { createReadStream, existsSync } from 'node:fs'
import { appendFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { DuckDBInstance } from '@duckdb/node-api'
import type { ObjectStore } from '../object-store.ts'
import type { RowComparer } from '../rebuild/row-comparer.ts'
import { compareSql, countsSql, type DayTables, rowsSql } from './compare-sql.ts'
import { patternOf, quoted } from './duckdb-literal.ts'
import { parquetTable, relations } from './relations.ts'
import { makeScratch } from './scratch.ts'

/** A comparer that holds a DuckDB open, and what was staged in a folder. */
export interface DuckDBComparer extends RowComparer {
  close(): Promise<void>
}

export interface DuckDBComparerOptions {
  /** What DuckDB may use before it spills to disk; default `384MB`: the process then stays within 1 GiB. */
  readonly memoryLimit?: string
}

/** Dead letters that are held at once. */
const LETTERS_AT_ONCE = 100

/** Compares an archive with a lake in a folder. What is staged lies in the lake's folder until it is closed. */
export async function duckDBComparer(
  folder: string,
  objects: ObjectStore,
  { memoryLimit = '384MB' }: DuckDBComparerOptions = {},
): Promise<DuckDBComparer> {
  const root = resolve(folder)
  const scratch = await makeScratch(root)
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    threads: '2', // each has buffers of its own, which the limit does not count
    temp_directory: join(scratch, 'spill'),
    autoinstall_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const ask = async (sql: string) => (await (await connection.run(sql)).getRows()) as unknown[][]
  const askAll = async (statements: readonly string[]) => {
    for (const statement of statements) await ask(statement)
  }
  const pathsOf = (keys: readonly string[]) => keys.map(key => join(root, key))
  const staged: string[] = []
  const letters = join(scratch, 'dead-letters.ndjson')
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
      receipts: (await relations(root, objects, new Set(['receipts'])))[0]!.select,
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
      const [row] = await ask(countsSql)
      const [sealed, archived, added, lost, changed] = row!.map(Number)
      return { sealed: sealed!, archived: archived!, added: added!, lost: lost!, changed: changed! }
    },
    async write(files) {
      await askAll(compareSql(await tablesOf(files)))
      const name = `day-${files.day}.parquet`
      const [row] = await ask(`COPY (${rowsSql}) TO ${quoted(join(scratch, name))} (FORMAT parquet, COMPRESSION zstd)`)
      return Number(row![0]) === 0 ? null : `${scratch.slice(root.length + 1)}/${name}`
    },
    async deadPayloads() {
      const tables = await relations(root, objects, new Set(['dead_letters']))
      const tablesSql = tables.map(({ name, select }) => `${name} AS (${select})`).join(', ')
      const rows = await ask(
        `WITH ${tablesSql} SELECT DISTINCT octet_length(from_base64(payload)), sha256(from_base64(payload)) FROM dead_letters`,
      )
      return rows.map(([bytes, sha256]) => [Number(bytes), String(sha256)] as const)
    },
    async stageLetters(news) {
      await appendFile(letters, news.map(letter => `${JSON.stringify(letter)}\n`).join(''))
    },
    async *stagedLetters() {
      if (!existsSync(letters)) return
      let batch: object[] = []
      for await (const line of createInterface({ input: createReadStream(letters) })) {
        batch.push(JSON.parse(line) as object)
        if (batch.length === LETTERS_AT_ONCE) {
          yield batch
          batch = []
        }
      }
      if (batch.length > 0) yield batch
    },
    async close() {
      connection.closeSync()
      instance.closeSync()
      await rm(scratch, { recursive: true, force: true })
    },
  }
}
