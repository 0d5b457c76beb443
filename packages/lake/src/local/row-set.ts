import { IDENTITY, PRECEDENCE } from '../identity.ts'
import type { RowSet } from '../seal/day-merger.ts'
import { quoted } from '../sql-literal.ts'
import { identifier } from './duckdb-literal.ts'

const EVENT = IDENTITY.join(', ')

/** What tells one version of an event from all others. */
export const VERSION = `${EVENT}, version`

/** A SELECT of how many rows there are, and of what versions of events a merge of them must come to, said in another way. */
export function expectedSql(from: string): string {
  return `SELECT sum(copies), sum(versions), count(*), sum(digest), sum(hash(${EVENT}, newest)),
  epoch_ms(min(emit_time)), epoch_ms(max(emit_time))
FROM (
  SELECT ${EVENT}, sum(copies) AS copies, count(*) AS versions, max(version) AS newest, sum(hash(${VERSION})) AS digest
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
export function foundSql(names: readonly string[], from: string): string {
  return `SELECT count(*), count_if(is_current), sum(hash(${VERSION})), sum(hash(${VERSION})) FILTER (is_current),
  epoch_ms(min(emit_time)), epoch_ms(max(emit_time)), sum(${contentOf(names)}) FROM ${from}`
}

/**
 * A number that tells what stands in all columns of a row from any other content, in whatever order the columns stand. A
 * column that is NULL is as good as one that is not there.
 */
export function contentOf(names: readonly string[]): string {
  return names
    .filter(name => name !== 'is_current') // what a merge adds
    .map(identifier)
    .map(name => `CASE WHEN ${name} IS NULL THEN 0::UBIGINT ELSE hash(${quoted(name)}, ${name}) END`)
    .reduce((one, other) => `xor(${one}, ${other})`)
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
