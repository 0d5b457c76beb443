import { createHash } from 'node:crypto'
import { type Column, columns } from '@temporal-audit-lake/core'
import type { PromotedColumn } from '../catalog.ts'
import type { Value } from '../engine.ts'
import { bytesOf, listedObjects } from '../object-sizes.ts'
import { columnNames } from '../parquet/footer.ts'
import { readStruct } from '../parquet/thrift-compact.ts'
import type { DayMerger, StoredFile } from '../seal/day-merger.ts'
import { expectedSql, foundSql, rowSetOf } from '../seal/row-set.ts'
import { quoted } from '../sql-literal.ts'
import { mergedContent, mergeInParts, missingSql, newRowsSql } from './athena-merge-sql.ts'
import { athenaRowSet } from './athena-row-set.ts'
import { tableOf } from './glue-tables.ts'
import { footerOf } from './join-objects.ts'
import { objectBytes } from './object-bytes.ts'
import { type AthenaWriter, selectInto } from './select-into.ts'
import { keyOf, withTableOf } from './temporary-tables.ts'

export interface AthenaMergerOptions extends AthenaWriter {
  /** Tells what is new in a file of new rows: what a text of JSON is made of, Athena's SQL cannot say. */
  readonly small: Pick<DayMerger, 'newRows'>
  /** Bytes of a day, about, of which the events in the merged file are out of order; default: those of a row group. */
  readonly partBytes?: number
}

/** What Athena puts into a row group, about. */
const ROW_GROUP_BYTES = 128 * 1024 * 1024

/**
 * Merges days on Athena, however large they are: of all their bytes those of the merged file alone come past here, a few
 * at a time.
 *
 * Each question is asked over a temporary table of exactly the files that it is about, which is dropped afterwards; what
 * is left by a sealer that died, `dropLeftTables` drops.
 */
export function athenaMerger(options: AthenaMergerOptions): DayMerger {
  const { engine, small, objects, results, partBytes = ROW_GROUP_BYTES } = options

  async function ask(sql: string): Promise<(readonly Value[])[]> {
    const rows: (readonly Value[])[] = []
    for await (const chunk of (await engine.query(sql)).chunks) rows.push(...chunk)
    return rows
  }

  /** @param more names of columns that only these files have */
  async function withTable<Result>(
    keys: readonly string[],
    run: (table: string) => Promise<Result>,
    more: readonly string[] = [],
  ): Promise<Result> {
    const known = await knownColumns(options)
    const names = new Set(known.map(({ Name }) => Name))
    const others = more.filter(name => !names.has(name)).map(Name => ({ Name, Type: 'string' }))
    return await withTableOf(options, keys, [...known, ...others], run)
  }

  async function withTables<Result>(
    keys: readonly string[],
    others: readonly string[],
    run: (table: string, other: string | null) => Promise<Result>,
  ): Promise<Result> {
    return await withTable(keys, table =>
      others.length === 0 ? run(table, null) : withTable(others, other => run(table, other)),
    )
  }

  return {
    async days(keys) {
      const counts = 'SELECT event_date, "$path", count(*) FROM'
      const rows = await withTable(keys, table => ask(`${counts} ${table} GROUP BY 1, 2 ORDER BY 1, 2`))
      const byDay = new Map<string, Map<string, number>>()
      for (const [day] of rows) byDay.set(String(day), new Map())
      for (const [day, path, count] of rows) byDay.get(String(day))!.set(keyOf(options, String(path)), Number(count))
      return byDay
    },
    async expected(day, keys, promoted) {
      const names = await mergedNames(options, promoted)
      return await withTable(keys, async table => {
        const rows = await ask(expectedSql(athenaRowSet, `${table} WHERE event_date = ${quoted(day)}`))
        const [copies, ...versions] = rows[0]!
        const [content] = await ask(mergedContent({ table, day, names, promoted }))
        return { copies: Number(copies ?? 0), ...rowSetOf([[...versions, ...content!]]) }
      })
    },
    async merge(day, keys, output, promoted) {
      const names = await mergedNames(options, promoted)
      const parts = Math.ceil((await bytesOf(objects, keys)) / partBytes)
      const written = await withTable(keys, table =>
        selectInto(options, mergeInParts({ table, day, names, promoted }, parts), output),
      )
      if (!written) throw new Error(`${output}: its files have no rows of ${day}; nothing was committed`)
      return written
    },
    async readBack(key) {
      const { names, stored } = await lookInto(options, key)
      const rows = await withTable([key], table => ask(foundSql(athenaRowSet, names, table)), names)
      return { ...rowSetOf(rows), ...stored }
    },
    async newRows(key, older, tell) {
      const output = `${results}${key}`
      const written = await withTables([key], older === null ? [] : [older], (table, olderTable) =>
        selectInto(options, newRowsSql(table, olderTable), output),
      )
      if (!written) return
      try {
        await small.newRows(output, null, tell)
      } finally {
        await objects.delete(output)
      }
    },
    async missing(keys, sealed) {
      const rows = await withTables(keys, sealed, (table, known) => ask(missingSql(table, known)))
      return new Map(rows.map(([path, count]) => [keyOf(options, String(path)), Number(count)]))
    },
  }
}

/** What a lake's files may have for columns: those of its tables. */
async function knownColumns(options: AthenaMergerOptions) {
  const tables = await Promise.all(['arrivals', 'sealed'].map(name => tableOf(options, name)))
  const found = tables.flatMap(({ StorageDescriptor }) => StorageDescriptor?.Columns ?? [])
  return [...new Map(found.map(column => [column.Name!, column])).values()]
}

/** The columns of a merged file: the table's, the promoted ones, and those that only the tables in Glue know. */
async function mergedNames(options: AthenaMergerOptions, promoted: readonly PromotedColumn[]): Promise<string[]> {
  const known = [...columns, ...promoted].map(({ name }: Pick<Column, 'name'>) => name)
  const others = (await knownColumns(options)).map(({ Name }) => Name!).filter(name => name !== 'is_current')
  return [...new Set([...known, ...others])]
}

/** What a file is, bit for bit, and the names of its columns. */
async function lookInto({ s3: client, bucket, prefix = '', objects }: AthenaMergerOptions, key: string) {
  const [object] = await listedObjects(objects, [key])
  if (!object) throw new Error(`${key} is gone: another sealer was faster`)
  const place = { client, bucket, key: prefix + key }
  const names = columnNames(readStruct(await footerOf(place, object.size)))
  const hash = createHash('sha256')
  for await (const chunk of objectBytes(place, 0, object.size)) hash.update(chunk)
  const stored: StoredFile = { bytes: object.size, sha256: hash.digest('hex') }
  return { names, stored }
}
