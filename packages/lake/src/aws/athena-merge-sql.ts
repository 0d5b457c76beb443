import { columns } from '@temporal-audit-lake/core'
import type { PromotedColumn } from '../catalog.ts'
import { mergeSelect } from '../seal/merge-select.ts'
import { contentOf, expectedContentSql, VERSION } from '../seal/row-set.ts'
import { quoted } from '../sql-literal.ts'
import { athenaLeaf } from '../views.ts'
import { athenaRowSet, millisOf } from './athena-row-set.ts'

/** The rows of a day in a table, and what its merged file has of them. */
interface DayTable {
  readonly table: string
  readonly day: string
  /** The columns that the merged file is to have, but `is_current`, in order. */
  readonly names: readonly string[]
  readonly promoted: readonly PromotedColumn[]
}

/** Athena writes into 100 partitions at most. */
const MOST_PARTS = 96
const MINUTES_OF_DAY = 24 * 60

/**
 * A SELECT of a day merged, in parts of as many minutes each.
 *
 * @param parts how many it should be, if Athena takes so many
 */
export function mergeInParts(rows: DayTable, parts: number): string {
  const part = `(hour(emit_time) * 60 + minute(emit_time)) / ${Math.ceil(MINUTES_OF_DAY / Math.min(MOST_PARTS, parts))}`
  return inPart([...rows.names, 'is_current'], mergeSelect(rows.names, contentRows(rows)), part)
}

/** A SELECT of the number that tells what a merge must say. */
export function mergedContent(rows: DayTable): string {
  return expectedContentSql(`(${contentRows(rows)})`)
}

function contentRows({ table, day, names, promoted }: DayTable): string {
  const pointers = new Map(promoted.map(({ name, pointer }) => [name, pointer]))
  const cells = names.map(name => (pointers.has(name) ? `${athenaLeaf(pointers.get(name)!)} AS ${name}` : name))
  const rows = `SELECT ${cells.join(', ')} FROM ${table} WHERE event_date = ${quoted(day)}`
  return `SELECT *, ${contentOf(athenaRowSet, names)} AS content FROM (${rows})`
}

/** Of more new rows than these, no more is told: what is counted of leaves is of at least so many. */
const MOST_NEW_ROWS = 1_000_000
/** Longer JSON is not looked at, and stands as something that is none. */
const LONGEST_JSON = 64 * 1024

/**
 * A SELECT of what there may be news in of the rows of a table that an older one lacks.
 *
 * @param older null: all rows are new
 */
export function newRowsSql(table: string, older: string | null): string {
  const version = athenaRowSet.digest(VERSION)
  const isNew = older === null ? '' : ` WHERE ${version} NOT IN (SELECT ${version} FROM ${older})`
  const json = (name: string) => `CASE WHEN length(${name}) > ${LONGEST_JSON} THEN '!' ELSE ${name} END AS ${name}`
  const cells = `emit_time, operation, ${json('details')}, ${json('extra')}`
  return inPart(
    ['emit_time', 'operation', 'details', 'extra'],
    `SELECT ${cells} FROM ${table}${isNew} LIMIT ${MOST_NEW_ROWS}`,
    '0',
  )
}

/** What `selectInto` wants: times as numbers, and the part last. */
function inPart(names: readonly string[], from: string, part: string): string {
  const times = new Set(columns.filter(({ type }) => type === 'timestamp').map(({ name }) => name))
  const cells = names.map(name => (times.has(name) ? `${millisOf(name)} AS ${name}` : name))
  return `SELECT ${cells.join(', ')}, ${part} AS part FROM (${from})`
}

/** A SELECT of how many versions each file of a table has that are in none of another; null: there is no other. */
export function missingSql(table: string, known: string | null): string {
  const versions = `(SELECT DISTINCT "$path" AS path, ${VERSION} FROM ${table}) versions`
  if (known === null) return `SELECT path, count(*) FROM ${versions} GROUP BY path`
  const names = VERSION.split(', ')
  const same = names.map(name => `versions.${name} = known.${name}`).join(' AND ')
  return `SELECT path, count(*) FROM ${versions}
LEFT JOIN (SELECT DISTINCT ${VERSION} FROM ${known}) known ON ${same}
WHERE known.version IS NULL GROUP BY path`
}
