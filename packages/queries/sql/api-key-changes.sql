-- title: API-key changes
-- group: credentials
-- description: Which API keys were made, changed or deleted, by whom, and for whom?
--   Attempts that failed are in it too. What was done with a key is not: see activity-of-principal.
-- meaning: One event that concerns an API key, the newest first.
-- controls: SOC 2 CC6.1, SOC 2 CC6.2, ISO 27001 A.5.17, PCI DSS 10.2.1.5, NIST 800-53 IA-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  details_key_id AS key_id,
  details_spec_display_name AS key_name,
  details_spec_owner_type AS owner_type,
  details_spec_owner_id AS owner_id,
  details_spec_expiry_time AS expires,
  details_spec_disabled AS is_disabled,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND starts_with(resource_type, 'api_key')
ORDER BY emit_time DESC, log_id, operation
