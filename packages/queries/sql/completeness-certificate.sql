-- title: Completeness certificate
-- group: logging controls
-- description: Is every piece that arrived on a day accounted for, and is the day sealed?
--   Receipts and dead letters count by the day on which they arrived, events by the day on which they happened: an
--   event of the last minutes of a day arrives on the next. What Temporal never sent cannot be missed by any count:
--   compare with its own API for that.
-- meaning: One UTC day. `unaccounted` must be 0 on each; open dead letters wait for somebody; a day that is not sealed
--   may still change. A day without any row had neither events nor arrivals.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.3.4, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
WITH days AS (
  SELECT
    date_format(arrival_to, '%Y-%m-%d') AS day,
    count(*) AS batches,
    sum(received) AS received,
    sum(stored) AS stored,
    sum(late) AS late,
    sum(repeats) AS repeats,
    sum(dead_letters) AS dead_letters,
    sum(empty) AS empty,
    0 AS open_dead_letters,
    0 AS events,
    0 AS sealed_events
  FROM receipts
  WHERE arrival_to >= :from AND arrival_to < :to
  GROUP BY date_format(arrival_to, '%Y-%m-%d')
  UNION ALL
  SELECT date_format(arrival_time, '%Y-%m-%d'), 0, 0, 0, 0, 0, 0, 0, count_if(redriven_at IS NULL), 0, 0
  FROM dead_letters
  WHERE arrival_time >= :from AND arrival_time < :to
  GROUP BY date_format(arrival_time, '%Y-%m-%d')
  UNION ALL
  SELECT event_date, 0, 0, 0, 0, 0, 0, 0, 0, count(*), 0
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
  GROUP BY event_date
  UNION ALL
  SELECT event_date, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*)
  FROM sealed
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND is_current
  GROUP BY event_date
)
SELECT
  day,
  sum(batches) AS batches,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(late) AS late,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  sum(received) - sum(stored) - sum(repeats) - sum(dead_letters) - sum(empty) AS unaccounted,
  sum(open_dead_letters) AS open_dead_letters,
  sum(events) AS events,
  CASE
    WHEN sum(events) = 0 THEN NULL
    WHEN sum(sealed_events) = 0 THEN 'open'
    WHEN sum(sealed_events) < sum(events) THEN 'partly sealed'
    ELSE 'sealed'
  END AS seal_state
FROM days
GROUP BY day
ORDER BY day
