-- title: Quiet periods
-- group: logging controls
-- description: When did nothing arrive for long?
--   Between one batch and the next of a source, at the stream itself. A weekend is quiet, and so is a broken delivery:
--   the log cannot tell them apart, Temporal says how its sink is in its own API and console. What arrived later about
--   a quiet time shows in late-arrivals.
-- meaning: One gap, the newest first. Where it lies in working hours, look for changes of the sink (logging-changes),
--   and at the health of the sink.
-- controls: ISO 27001 A.8.15, PCI DSS 10.2.1.6, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter hours (integer, default 24): Hours that are long.
WITH steps AS (
  SELECT
    source,
    arrival_from,
    batch_id,
    max(arrival_to) OVER (
      PARTITION BY source
      ORDER BY arrival_from, batch_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS last_arrival
  FROM receipts
  WHERE arrival_to >= :from AND arrival_to < :to
)
SELECT
  source,
  last_arrival AS quiet_from,
  arrival_from AS quiet_to,
  date_diff('hour', last_arrival, arrival_from) AS hours,
  batch_id
FROM steps
WHERE arrival_from >= date_add('hour', :hours, last_arrival)
ORDER BY arrival_from DESC, batch_id
