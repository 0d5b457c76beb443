-- title: Ledger of events
-- group: logging controls
-- description: How many rows does each day have, and are they as many as its events and the versions that were replaced?
--   Every line must say: rows = events + superseded. Rows that wait to be sealed are counted as if they were.
-- meaning: One UTC day with events.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  event_date,
  sum(versions) AS rows_of_versions,
  count(*) AS events,
  sum(superseded) AS superseded,
  sum(versions) - count(*) - sum(superseded) AS unaccounted
FROM (
  SELECT event_date, log_id, operation, emit_time, count(*) AS versions, count_if(NOT is_current) AS superseded
  FROM audit_log_versions
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
  GROUP BY event_date, log_id, operation, emit_time
)
GROUP BY event_date
ORDER BY event_date
