-- title: Who did what
-- group: privileged and change
-- description: Who did what, when, from where, to what, and how did it end?
--   Every event of the period, the newest first.
-- meaning: One event.
-- controls: SOC 2 CC7.2, SOC 2 CC8.1, ISO 27001 A.8.15, PCI DSS 10.2.2, HIPAA 164.312(b), NIST 800-53 AU-3, NIST 800-53 AU-6
-- parameter from (time, default T-7d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter actor (text, default empty): Only what this user or service account did.
-- parameter namespace (text, default empty): Only what was done to this namespace.
-- parameter operation (text, default empty): Only this operation, such as DeleteUser.
SELECT
  emit_time,
  sentence,
  actor,
  principal_type,
  client_ip,
  operation_name,
  status,
  namespace,
  details,
  async_operation_id,
  log_id
FROM events_flat
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (:actor = '' OR lower(actor) = lower(:actor))
  AND (:namespace = '' OR namespace = :namespace)
  AND (:operation = '' OR operation_name = :operation OR operation = :operation)
ORDER BY emit_time DESC, log_id, operation
