-- title: Failed operations
-- group: failures and anomalies
-- description: What was tried and did not succeed?
--   Every event that does not say it succeeded, the newest first: those with an error, and those without an outcome.
-- meaning: One event whose status is not OK.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.15, ISO 27001 A.8.16, PCI DSS 10.2.1.4, NIST 800-53 AU-6, NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter actor (text, default empty): Only what this user or service account tried.
SELECT
  emit_time,
  actor,
  principal_type,
  client_ip,
  operation_name,
  status,
  namespace,
  details_additional_message AS message,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND status IS DISTINCT FROM 'OK'
  AND (:actor = '' OR lower(actor) = lower(:actor))
ORDER BY emit_time DESC, log_id, operation
