-- title: Lives of namespaces
-- group: privileged and change
-- description: Which namespaces were made or deleted, by whom, and how much was changed in between?
--   A namespace is told by the name before the dot: the event that makes it has no other. What happened before the
--   period is not in it.
-- meaning: One namespace that was made or deleted in the period. Each should have a ticket, and a deletion the consent
--   of whoever owns the workflows in it.
-- controls: SOC 2 CC7.1, SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, PCI DSS 10.2.1.7, NIST 800-53 CM-3
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
WITH events AS (
  SELECT
    emit_time,
    log_id,
    operation_name,
    actor,
    split_part(coalesce(namespace, details_spec_name), '.', 1) AS namespace
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND starts_with(resource_type, 'namespace')
    AND verb <> 'validate'
)
SELECT
  namespace,
  min(CASE WHEN operation_name = 'CreateNamespace' THEN emit_time END) AS made_at,
  min_by(actor, CASE WHEN operation_name = 'CreateNamespace' THEN to_iso8601(emit_time) || log_id END) AS made_by,
  max(CASE WHEN operation_name = 'DeleteNamespace' THEN emit_time END) AS deleted_at,
  max_by(actor, CASE WHEN operation_name = 'DeleteNamespace' THEN to_iso8601(emit_time) || log_id END) AS deleted_by,
  count_if(operation_name NOT IN ('CreateNamespace', 'DeleteNamespace')) AS changes,
  max_by(operation_name, to_iso8601(emit_time) || log_id) = 'DeleteNamespace' AS is_deleted
FROM events
GROUP BY namespace
HAVING count_if(operation_name IN ('CreateNamespace', 'DeleteNamespace')) > 0
ORDER BY namespace
