import { columns } from '@temporal-audit-lake/core'
import type { PromotedColumn, ViewDefinition } from './catalog.ts'
import { sqlPathOf } from './growth/json-pointer.ts'
import { IDENTITY, PRECEDENCE } from './identity.ts'
import { quoted } from './sql-literal.ts'

const EVENT = IDENTITY.join(', ')

/**
 * The text of the leaf at a JSON Pointer of the column `details`, as SQL: what is no text, number, true or false is NULL.
 */
export type LeafSql = (pointer: string) => string

/** As Athena's SQL has it. */
export const athenaLeaf: LeafSql = pointer => `json_extract_scalar(details, ${quoted(sqlPathOf(pointer))})`

/**
 * The SELECT of the view `audit_logs`: every event once, at its highest version.
 *
 * Closed days come from their sealed file as they are; open days from both tiers, overlap removed. The two literals
 * of the catalog are known when an engine makes its plan, so that it reads no more than it must.
 *
 * A promoted column of a closed day is what its file has, so it is NULL until the day is sealed again. In open days,
 * whose details are read all the same, it comes from these, and is there at once.
 *
 * The same text runs on Athena, Trino and DuckDB, given tables `sealed` and `arrivals`.
 *
 * @param sealedOfOpen where rows of open days are sealed, for an engine to which the files of other days are a burden
 */
export function auditLogsView(view: ViewDefinition, leaf: LeafSql = athenaLeaf, sealedOfOpen = 'sealed'): string {
  const names = namesOf(view.promoted)
  return `SELECT ${names} FROM sealed WHERE event_date < '${view.openFrom}' AND is_current
UNION ALL
SELECT ${names} FROM (
  SELECT ${names}, row_number() OVER (PARTITION BY ${EVENT} ORDER BY ${PRECEDENCE}) AS precedence
  FROM (${openRows(view, leaf, sealedOfOpen)})
) WHERE precedence = 1`
}

/**
 * The SELECT of the view `audit_log_versions`: every version of every event once, and whether it is current.
 */
export function auditLogVersionsView(
  view: ViewDefinition,
  leaf: LeafSql = athenaLeaf,
  sealedOfOpen = 'sealed',
): string {
  const names = namesOf(view.promoted)
  return `SELECT ${names}, is_current FROM sealed WHERE event_date < '${view.openFrom}'
UNION ALL
SELECT ${names}, precedence = 1 AS is_current FROM (
  SELECT ${names},
    row_number() OVER (PARTITION BY ${EVENT} ORDER BY ${PRECEDENCE}) AS precedence,
    row_number() OVER (PARTITION BY ${EVENT}, version ORDER BY ${PRECEDENCE}) AS copy
  FROM (${openRows(view, leaf, sealedOfOpen)})
) WHERE copy = 1`
}

function namesOf(promoted: readonly PromotedColumn[]): string {
  return [...columns, ...promoted].map(({ name }) => name).join(', ')
}

function openRows({ sealedThrough, openFrom, promoted }: ViewDefinition, leaf: LeafSql, sealed: string): string {
  const cells = [namesOf([]), ...promoted.map(({ name, pointer }) => `${leaf(pointer)} AS ${name}`)].join(', ')
  return `SELECT ${cells} FROM ${sealed} WHERE event_date >= '${openFrom}'
    UNION ALL SELECT ${cells} FROM arrivals WHERE arrival_hour > '${sealedThrough}' AND event_date >= '${openFrom}'`
}
