import { IDENTITY, PRECEDENCE } from '../identity.ts'
import type { RowSet } from './day-merger.ts'

const EVENT = IDENTITY.join(', ')

/** What tells one version of an event from all others. */
export const VERSION = `${EVENT}, version`

/** What engines say in different words of a set of rows. */
export interface RowSetSql {
  /** A number that tells values from any others. @param cells expressions, with commas between */
  digest(cells: string): string
  /** A number that tells what stands in columns of a row from any other content. */
  content(names: readonly string[]): string
  /** A time in milliseconds since the epoch. */
  millis(time: string): string
}

/** A number that tells what stands in all columns of a row. @param names all of them */
export function contentOf({ content }: RowSetSql, names: readonly string[]): string {
  return content(names.filter(name => name !== 'is_current')) // what a merge adds
}

/** A SELECT of how many rows there are, and of what versions of events a merge of them must come to, said in another way. */
export function expectedSql({ digest, millis }: RowSetSql, from: string): string {
  return `SELECT sum(copies), sum(versions), count(*), sum(digest), sum(${digest(`${EVENT}, newest`)}), ${millis('min(emit_time)')}, ${millis('max(emit_time)')}
FROM (
  SELECT ${EVENT}, sum(copies) AS copies, count(*) AS versions, max(version) AS newest, sum(${digest(VERSION)}) AS digest
  FROM (SELECT ${VERSION}, count(*) AS copies FROM ${from} GROUP BY ${VERSION}) GROUP BY ${EVENT}
)`
}

/** A SELECT of a number that tells what the best copies of all versions say. @param from rows with their `content` */
export function expectedContentSql(from: string): string {
  return `SELECT sum(content) FROM (
  SELECT content, row_number() OVER (PARTITION BY ${VERSION} ORDER BY ${PRECEDENCE}, content) AS copy FROM ${from}
) WHERE copy = 1`
}

/** A SELECT of what a merged file is. @param names all of its columns */
export function foundSql(sql: RowSetSql, names: readonly string[], from: string): string {
  const { digest, millis } = sql
  return `SELECT count(*), count_if(is_current), sum(${digest(VERSION)}), sum(${digest(VERSION)}) FILTER (WHERE is_current),
  ${millis('min(emit_time)')}, ${millis('max(emit_time)')}, sum(${contentOf(sql, names)}) FROM ${from}`
}

/**
 * The answer of `foundSql`; that of `expectedSql`, behind its first cell, wants a last one: the answer of
 * `expectedContentSql`.
 */
export function rowSetOf([row]: readonly (readonly unknown[])[]): RowSet {
  const [rows, events, versionsDigest, currentDigest, first, last, contentDigest] = row!
  return {
    rows: Number(rows ?? 0),
    events: Number(events),
    versionsDigest: String(versionsDigest),
    currentDigest: String(currentDigest),
    contentDigest: String(contentDigest),
    firstTime: isoTime(first),
    lastTime: isoTime(last),
  }
}

function isoTime(millis: unknown): string | null {
  return millis === null ? null : new Date(Number(millis)).toISOString()
}
