-- title: Repeated failures
-- group: failures and anomalies
-- description: Who failed at the same thing again and again on one day, as somebody does who tries what they may not?
-- meaning: One user or service account that failed at one operation so often on one UTC day, the most often first.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.2.1.4, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter least (integer, default 5): Failures on a day that are worth a look.
SELECT
  event_date,
  actor,
  operation_name,
  count(*) AS failed,
  count(DISTINCT namespace) AS namespaces,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND status IS DISTINCT FROM 'OK'
GROUP BY event_date, actor, operation_name
HAVING count(*) >= :least
ORDER BY failed DESC, event_date, actor, operation_name
