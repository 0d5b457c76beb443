-- title: Retention made shorter
-- group: privileged and change
-- description: Where was the time shortened for which closed workflows are kept?
--   Read from `spec.retention_days` of the changes of a namespace, against the last that is known. What it was before
--   the history begins is unknown, and the first change then shows nothing.
-- meaning: One namespace whose retention was made shorter, the newest first. Evidence of what ran may be gone sooner
--   than a policy promises: ask who needed it, and export what must be kept.
-- controls: SOC 2 CC7.1, ISO 27001 A.5.33, ISO 27001 A.8.9, PCI DSS 10.5.1, NIST 800-53 AU-11, NIST 800-53 CM-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
WITH retentions AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    coalesce(namespace, details_spec_name) AS namespace,
    details_spec_retention_days AS days,
    lag(details_spec_retention_days) OVER (
      PARTITION BY split_part(coalesce(namespace, details_spec_name), '.', 1)
      ORDER BY emit_time, log_id, operation
    ) AS days_before,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND status = 'OK'
    AND resource_type = 'namespace'
    AND details_spec_retention_days IS NOT NULL
)
SELECT
  emit_time,
  actor,
  client_ip,
  namespace,
  days_before,
  days,
  async_operation_id,
  log_id
FROM retentions
WHERE emit_time >= :from
  AND days < days_before
ORDER BY emit_time DESC, log_id, operation
