/**
 * The SELECT of the view `api_key_events`: a row for each event about an API key (`role` is `about`), and each done with
 * one (`role` is `with`). One that was done with a key and is about a key has both.
 *
 * A request to make a key cannot name the key's id: there, `key_id` is NULL, unless Temporal puts it in, and the key is
 * known by its name and owner only.
 */
export function apiKeyEventsView(): string {
  return `SELECT emit_time, event_date, log_id, operation, operation_name, verb, status, actor, principal_type, principal_id,
  client_ip, role, CASE role WHEN 'with' THEN principal_api_key_id ELSE details_key_id END AS key_id,
  CASE role WHEN 'about' THEN details_spec_display_name END AS key_name,
  CASE role WHEN 'about' THEN translate(replace(lower(details_spec_owner_type), 'owner_type_', ''), '-', '_') END AS owner_type,
  CASE role WHEN 'with' THEN principal_id ELSE details_spec_owner_id END AS owner_id,
  CASE role WHEN 'about' THEN details_spec_expiry_time END AS expiry_time,
  CASE role WHEN 'about' THEN details_spec_disabled END AS is_disabled
FROM audit_logs
CROSS JOIN UNNEST(CASE WHEN principal_api_key_id IS NULL THEN array['about']
  WHEN resource_type = 'api_key' THEN array['about', 'with'] ELSE array['with'] END) AS one(role)
WHERE principal_api_key_id IS NOT NULL OR resource_type = 'api_key'`
}
