-- title: Activity by operation
-- group: privileged and change
-- description: Which operations were there, how often, and by how many?
-- meaning: One operation, the most frequent first.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.15, PCI DSS 10.4.1, NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  operation_name,
  verb,
  resource_type,
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(DISTINCT actor) AS principals,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY operation_name, verb, resource_type
ORDER BY events DESC, operation_name
