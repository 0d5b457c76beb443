-- title: Late arrivals
-- group: logging controls
-- description: Which events arrived long after they happened?
--   A day in this list may have looked different in a report made before its last arrival. History that was imported is
--   late by nature.
-- meaning: One UTC day and one source, with its events that arrived late.
-- controls: ISO 27001 A.8.15, ISO 27001 A.8.17, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter hours (integer, default 24): Hours after which an arrival is late.
SELECT
  event_date,
  source,
  count(*) AS late_events,
  max(date_diff('hour', emit_time, arrival_time)) AS longest_delay_hours,
  min(arrival_time) AS first_arrival,
  max(arrival_time) AS last_arrival
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND arrival_time >= date_add('hour', :hours, emit_time)
GROUP BY event_date, source
ORDER BY event_date, source
