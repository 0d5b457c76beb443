-- title: Activity of one principal
-- group: privileged and change
-- description: What did one user, service account or API key do, step by step?
-- meaning: One event, the oldest first.
-- controls: SOC 2 CC7.3, ISO 27001 A.5.28, HIPAA 164.308(a)(1)(ii)(D), NIST 800-53 AU-6, NIST 800-53 AU-7(1)
-- parameter actor (text): Who: name, e-mail address, id, or id of the API key.
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  sentence,
  operation_name,
  status,
  namespace,
  client_ip,
  principal_api_key_id,
  details,
  async_operation_id,
  log_id
FROM events_flat
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (
    lower(:actor) IN (lower(actor), lower(user_email))
    OR :actor IN (principal_id, principal_api_key_id)
  )
ORDER BY emit_time, log_id, operation
