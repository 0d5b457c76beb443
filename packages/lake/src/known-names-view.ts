/** Where an event gives the name that belongs to an id: kind, SQL of the id, SQL of the name. */
const PAIRS = [
  ["CASE WHEN principal_type = 'serviceaccount' THEN 'service_account' ELSE 'user' END", 'principal_id', 'actor'],
  [
    "'user'",
    'details_user_id',
    `coalesce(details_spec_email,
      CASE WHEN cardinality(details_target_users) = 1 THEN nullif(details_target_users[1], details_user_id) END)`,
  ],
  ["'service_account'", 'details_service_account_id', 'details_spec_name'],
  ["'user_group'", 'details_group_id', 'details_spec_display_name'],
  ["'api_key'", 'details_key_id', 'details_spec_display_name'],
] as const

/**
 * The SELECT of the view `known_names`: which name went with which id, in each event that says both. Most events name a
 * thing by one of the two, so that a question about it has to know the other. The latest name of an id is
 * `max_by(name, emit_time)`.
 */
export function knownNamesView(): string {
  const chosen = (at: 0 | 1 | 2) => PAIRS.map((pair, i) => `WHEN ${i + 1} THEN ${pair[at]}`).join('\n    ')
  return `SELECT emit_time, event_date, log_id, operation, kind, id, name
FROM (
  SELECT emit_time, event_date, log_id, operation, CASE pair ${chosen(0)} END AS kind, CASE pair ${chosen(1)} END AS id,
    CASE pair ${chosen(2)} END AS name
  FROM audit_logs
  CROSS JOIN UNNEST(array[${PAIRS.map((_, i) => i + 1).join(', ')}]) AS one(pair)
  WHERE status = 'OK'
) named
WHERE id <> name`
}
