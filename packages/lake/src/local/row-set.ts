import { IDENTITY } from '../identity.ts'
import type { RowSet } from '../seal/day-merger.ts'

const EVENT = IDENTITY.join(', ')

/** What tells one version of an event from all others. */
export const VERSION = `${EVENT}, version`

/** A SELECT of what a merge must come to, said in another way than the merge does it. */
export function expectedSql(from: string): string {
  return `SELECT sum(versions), count(*), sum(digest), sum(hash(${EVENT}, newest)), epoch_ms(min(emit_time)), epoch_ms(max(emit_time))
FROM (
  SELECT ${EVENT}, count(*) AS versions, max(version) AS newest, sum(hash(${VERSION})) AS digest
  FROM (SELECT DISTINCT ${VERSION} FROM ${from}) GROUP BY ${EVENT}
)`
}

/** A SELECT of what a merged file is. */
export function foundSql(from: string): string {
  return `SELECT count(*), count_if(is_current), sum(hash(${VERSION})), sum(hash(${VERSION})) FILTER (is_current),
  epoch_ms(min(emit_time)), epoch_ms(max(emit_time)) FROM ${from}`
}

/** The answer of either. */
export function rowSetOf([row]: readonly (readonly unknown[])[]): RowSet {
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
