-- title: Skew of clocks
-- group: logging controls
-- description: Do the clocks of Temporal and of the stream agree?
--   An event cannot arrive before it happened: where it did, the two clocks differ by at least as much. How long
--   delivery takes hides the same skew in the other direction.
-- meaning: One UTC day and one source, with the shortest and the longest way in milliseconds. Events ahead of their
--   arrival beyond the tolerance mean that times of this day are not exact: say so where seconds matter.
-- controls: ISO 27001 A.8.17, PCI DSS 10.6.3, NIST 800-53 AU-8, NIST 800-53 SC-45
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter tolerance (integer, default 1000): Milliseconds by which an event may be ahead of its arrival.
SELECT
  event_date,
  source,
  count(*) AS events,
  count_if(arrival_time < emit_time) AS ahead_of_arrival,
  count_if(date_add('millisecond', :tolerance, arrival_time) < emit_time) AS beyond_tolerance,
  min(date_diff('millisecond', emit_time, arrival_time)) AS shortest_ms,
  max(date_diff('millisecond', emit_time, arrival_time)) AS longest_ms
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY event_date, source
ORDER BY event_date, source
