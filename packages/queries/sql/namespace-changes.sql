-- title: Namespace changes
-- group: privileged and change
-- description: Which namespaces were made, changed, failed over or deleted, and what else about them was changed?
--   Search attributes, tags, regions and export sinks are in it, attempts that failed too. Who may do what in a
--   namespace is not: see user-and-permission-changes.
-- meaning: One event that changes a namespace or its export sink, the newest first.
-- controls: SOC 2 CC6.1, SOC 2 CC6.7, SOC 2 CC7.1, SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, PCI DSS 10.2.1.7, NIST 800-53 CM-3, NIST 800-53 CM-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter namespace (text, default empty): Only changes of this namespace.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  coalesce(namespace, details_spec_name) AS namespace,
  details_spec_retention_days AS retention_days,
  coalesce(nullif(array_join(details_spec_regions, ', '), ''), details_region) AS regions,
  details,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND starts_with(resource_type, 'namespace')
  AND verb <> 'validate'
  AND (:namespace = '' OR coalesce(namespace, details_spec_name) = :namespace)
ORDER BY emit_time DESC, log_id, operation
