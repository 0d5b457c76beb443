-- title: Failovers and replicas
-- group: privileged and change
-- description: When did a namespace change its region, who made it, and how long had it been where it was?
--   Failovers that somebody asked for, and regions that were added or taken away; attempts that failed are in it too.
--   Failovers that Temporal makes by itself are not known to be in the log.
-- meaning: One failover or change of replicas, the newest first. Compare it with the incident or the exercise it
--   belongs to.
-- controls: SOC 2 A1.2, SOC 2 CC7.4, ISO 27001 A.5.30, ISO 27001 A.8.14, HIPAA 164.308(a)(7)(ii)(B), NIST 800-53 CP-10
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
-- parameter namespace (text, default empty): Only changes of this namespace.
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    operation_name,
    status,
    namespace,
    details_region AS region,
    lag(emit_time) OVER (
      PARTITION BY namespace, operation_name, status
      ORDER BY emit_time, log_id, operation
    ) AS last_time,
    lag(details_region) OVER (
      PARTITION BY namespace, operation_name, status
      ORDER BY emit_time, log_id, operation
    ) AS last_region,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND operation_name IN ('FailoverNamespaces', 'AddNamespaceRegion', 'DeleteNamespaceRegion')
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  namespace,
  region,
  last_region,
  date_diff('hour', last_time, emit_time) AS hours_since_last,
  async_operation_id,
  log_id
FROM steps
WHERE emit_time >= :from
  AND (:namespace = '' OR namespace = :namespace)
ORDER BY emit_time DESC, log_id, operation
