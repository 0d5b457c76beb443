-- title: Changes of Nexus endpoints
-- group: privileged and change
-- description: Which Nexus endpoints were made, changed or deleted, where do they lead, and who may call them?
--   Attempts that failed are in it too. Target and callers are read from `spec.target_spec` and `spec.policy_specs`,
--   members of the Cloud Ops API; the documentation does not say what the details hold. A deletion has the id only.
-- meaning: One event that concerns a Nexus endpoint, the newest first. An endpoint lets one namespace start work in
--   another: see that the owners of both know.
-- controls: SOC 2 CC6.1, SOC 2 CC7.1, SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, PCI DSS 10.2.1.7, NIST 800-53 AC-4, NIST 800-53 CM-3
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  details_endpoint_id AS endpoint_id,
  details_spec_name AS endpoint,
  json_extract_scalar(details, '$.spec.target_spec.worker_target_spec.namespace_id') AS target_namespace,
  json_extract_scalar(details, '$.spec.target_spec.worker_target_spec.task_queue') AS target_task_queue,
  nullif(array_join(array_sort(array_distinct(regexp_extract_all(
    json_format(json_extract(details, '$.spec.policy_specs')),
    '"namespace_id":"([^"]*)"',
    1
  ))), ', '), '') AS allowed_callers,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND resource_type = 'nexus_endpoint'
ORDER BY emit_time DESC, log_id, operation
