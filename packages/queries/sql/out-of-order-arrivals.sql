-- title: Events that arrived out of order
-- group: logging controls
-- description: Which events arrived after others of the same shard that happened later?
--   Delivery promises no order. Whoever reads the newest events only, or keeps a mark of how far they have read, misses
--   these. Late ones have a query of their own: late-arrivals.
-- meaning: One UTC day and one source, with its events that arrived behind later ones. Nothing needs to be done in this
--   lake: a tool that reads the stream itself must expect as much.
-- controls: ISO 27001 A.8.15, ISO 27001 A.8.17, NIST 800-53 AU-8, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter minutes (integer, default 5): Minutes by which a later event must have come before.
WITH steps AS (
  SELECT
    event_date,
    emit_time,
    arrival_time,
    source,
    max(emit_time) OVER (
      PARTITION BY source, shard_id
      ORDER BY arrival_time, sequence_number, emit_time, log_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS latest_before
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
)
SELECT
  event_date,
  source,
  count(*) AS events,
  max(date_diff('minute', emit_time, latest_before)) AS most_minutes_behind,
  min(arrival_time) AS first_arrival,
  max(arrival_time) AS last_arrival
FROM steps
WHERE latest_before >= date_add('minute', :minutes, emit_time)
GROUP BY event_date, source
ORDER BY event_date, source
