import type { ViewDialect } from '@temporal-audit-lake/queries'

/** Where an event gives the name that belongs to an id: kind, SQL of the id, SQL of the name. */
function pairsOf(dialect: ViewDialect): readonly (readonly [kind: string, id: string, name: string])[] {
  const targets = dialect.joined('details_target_users')
  const onlyTarget = `CASE WHEN strpos(${targets}, ', ') = 0 THEN nullif(${targets}, '') END`
  return [
    ["CASE WHEN principal_type = 'serviceaccount' THEN 'service_account' ELSE 'user' END", 'principal_id', 'actor'],
    ["'user'", 'details_user_id', `coalesce(details_spec_email, ${onlyTarget})`],
    ["'service_account'", 'details_service_account_id', 'details_spec_name'],
    ["'user_group'", 'details_group_id', 'details_spec_display_name'],
    ["'api_key'", 'details_key_id', 'details_spec_display_name'],
  ]
}

/**
 * The SELECT of the view `known_names`: which name went with which id, in each event that says both. Most events name a
 * thing by one of the two, so that a question about it has to know the other. The latest name of an id is
 * `max_by(name, emit_time)`.
 */
export function knownNamesView(dialect: ViewDialect): string {
  const pairs = pairsOf(dialect)
  const chosen = (at: 0 | 1 | 2) => pairs.map((pair, i) => `WHEN ${i + 1} THEN ${pair[at]}`).join('\n    ')
  // most events are about nothing that has one of these ids, and need not be looked at for each of them
  const hasOthers = `coalesce(${pairs
    .slice(1)
    .map(([, id]) => id)
    .join(', ')}) IS NOT NULL`
  return `SELECT emit_time, event_date, log_id, operation, kind, id, name
FROM (
  SELECT emit_time, event_date, log_id, operation, CASE pair ${chosen(0)} END AS kind, CASE pair ${chosen(1)} END AS id,
    CASE pair ${chosen(2)} END AS name
  FROM audit_logs
  CROSS JOIN UNNEST(CASE WHEN ${hasOthers} THEN array[${pairs.map((_, i) => i + 1).join(', ')}] ELSE array[1] END) AS one(pair)
  WHERE status = 'OK' AND (principal_id <> actor OR ${hasOthers})
) named
WHERE id <> name`
}
