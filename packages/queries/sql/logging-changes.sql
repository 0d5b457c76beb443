-- title: Changes of logging itself
-- group: privileged and change
-- description: Who changed the audit log sink or the observability endpoint of the account?
--   Whoever wants no witnesses begins here. `UpdateAccount` is the documented operation for both; the operations of the
--   sink alone are those of the Cloud Ops API, and are not documented to be logged. Attempts that failed are in it too.
--   While a sink is off, nothing arrives: see quiet-periods for the gap.
-- meaning: One change of the account or its audit log sink, the newest first. Each must have a ticket; look at what
--   came before it, and at how long it was quiet after it.
-- controls: SOC 2 CC7.1, SOC 2 CC7.2, ISO 27001 A.8.15, PCI DSS 10.2.1.6, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-9
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  actor,
  principal_type,
  client_ip,
  operation_name,
  status,
  coalesce(details_spec_name, details_name) AS sink,
  json_extract_scalar(details, '$.spec.enabled') = 'true' AS is_enabled,
  coalesce(
    json_extract_scalar(details, '$.spec.kinesis_sink.destination_uri'),
    json_extract_scalar(details, '$.spec.pub_sub_sink.topic_name')
  ) AS destination,
  details,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (
    operation_name = 'UpdateAccount'
    OR resource_type LIKE '%audit_log%'
    OR resource_type LIKE '%observability%'
  )
  AND verb <> 'validate'
ORDER BY emit_time DESC, log_id, operation
