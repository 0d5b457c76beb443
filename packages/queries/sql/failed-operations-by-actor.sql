-- title: Failed operations by actor
-- group: failures and anomalies
-- description: Who fails how often, and at what?
--   The share is of all that the same actor tried in the period.
-- meaning: One user or service account with failures, the most first. A tool that fails at everything is broken; a
--   person who fails at many things may be trying doors.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.15, ISO 27001 A.8.16, PCI DSS 10.2.1.4, NIST 800-53 AC-2(12), NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter least (integer, default 1): Failures that are worth a row.
SELECT
  actor,
  max(principal_type) AS principal_type,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(*) AS tried,
  round(count_if(status IS DISTINCT FROM 'OK') * 100e0 / count(*), 1) AS failed_percent,
  nullif(array_join(
    array_agg(DISTINCT CASE WHEN status IS DISTINCT FROM 'OK' THEN operation_name END
      ORDER BY CASE WHEN status IS DISTINCT FROM 'OK' THEN operation_name END),
    ', '
  ), '') AS failed_at,
  count(DISTINCT CASE WHEN status IS DISTINCT FROM 'OK' THEN client_ip END) AS addresses,
  min(CASE WHEN status IS DISTINCT FROM 'OK' THEN emit_time END) AS first_failure,
  max(CASE WHEN status IS DISTINCT FROM 'OK' THEN emit_time END) AS last_failure
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY actor
HAVING count_if(status IS DISTINCT FROM 'OK') >= :least
ORDER BY failed DESC, actor
