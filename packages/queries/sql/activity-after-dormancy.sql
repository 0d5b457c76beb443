-- title: Activity after long silence
-- group: failures and anomalies
-- description: Who came back after a long time without any event?
--   Only what the log shows: somebody may have worked inside of namespaces meanwhile. A first event is not a return:
--   see new-principals.
-- meaning: One first event after so many days of silence, the newest first. See that the person is still with you, and
--   that it was them; a forgotten service account is the better hiding place.
-- controls: SOC 2 CC6.2, SOC 2 CC7.2, ISO 27001 A.5.18, ISO 27001 A.8.16, PCI DSS 8.2.6, NIST 800-53 AC-2(3), NIST 800-53 AC-2(12)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period that count as history.
-- parameter days (integer, default 90): Days of silence that are long.
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    status,
    actor,
    principal_type,
    client_ip,
    lag(emit_time) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS last_time,
    lag(client_ip) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS last_ip
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
)
SELECT
  emit_time,
  actor,
  principal_type,
  operation_name,
  status,
  client_ip,
  last_time,
  date_diff('day', last_time, emit_time) AS days_of_silence,
  last_ip,
  log_id
FROM steps
WHERE emit_time >= :from
  AND emit_time >= date_add('day', :days, last_time)
ORDER BY emit_time DESC, log_id, operation
