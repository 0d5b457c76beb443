import { columns } from '@temporal-audit-lake/core'
import type { ViewLiterals } from './catalog.ts'
import { IDENTITY, PRECEDENCE } from './identity.ts'

const NAMES = columns.map(column => column.name).join(', ')

const EVENT = IDENTITY.join(', ')

/**
 * The SELECT of the view `audit_logs`: every event once, at its highest version.
 *
 * Closed days come from their sealed file as they are; open days from both tiers, overlap removed. The two literals
 * of the catalog are known when an engine makes its plan, so that it reads no more than it must.
 *
 * The same text runs on Athena, Trino and DuckDB, given tables `sealed` and `arrivals`.
 */
export function auditLogsView({ sealedThrough, openFrom }: ViewLiterals): string {
  return `SELECT ${NAMES} FROM sealed WHERE event_date < '${openFrom}' AND is_current
UNION ALL
SELECT ${NAMES} FROM (
  SELECT ${NAMES}, row_number() OVER (PARTITION BY ${EVENT} ORDER BY ${PRECEDENCE}) AS precedence
  FROM (${openRows(sealedThrough, openFrom)})
) WHERE precedence = 1`
}

/**
 * The SELECT of the view `audit_log_versions`: every version of every event once, and whether it is current.
 */
export function auditLogVersionsView({ sealedThrough, openFrom }: ViewLiterals): string {
  return `SELECT ${NAMES}, is_current FROM sealed WHERE event_date < '${openFrom}'
UNION ALL
SELECT ${NAMES}, precedence = 1 AS is_current FROM (
  SELECT ${NAMES},
    row_number() OVER (PARTITION BY ${EVENT} ORDER BY ${PRECEDENCE}) AS precedence,
    row_number() OVER (PARTITION BY ${EVENT}, version ORDER BY ${PRECEDENCE}) AS copy
  FROM (${openRows(sealedThrough, openFrom)})
) WHERE copy = 1`
}

function openRows(sealedThrough: string, openFrom: string): string {
  return `SELECT ${NAMES} FROM sealed WHERE event_date >= '${openFrom}'
    UNION ALL SELECT ${NAMES} FROM arrivals WHERE arrival_hour > '${sealedThrough}' AND event_date >= '${openFrom}'`
}
