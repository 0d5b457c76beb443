-- title: Ledger per hour
-- group: logging controls
-- description: Is every piece accounted for that was taken in, hour by hour?
--   Every line must say: received = stored + repeats + dead letters + empty. If one does not, it names a batch to look at.
-- meaning: One hour (UTC) in which batches were written, and one source.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-7d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  hour,
  source,
  count(*) AS batches,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  sum(abs(unaccounted)) AS unaccounted,
  count_if(unaccounted <> 0) AS unbalanced_batches,
  min(CASE WHEN unaccounted <> 0 THEN batch_id END) AS unbalanced_batch
FROM (
  SELECT
    date_format(written_at, '%Y-%m-%d %H:00') AS hour,
    source,
    batch_id,
    received,
    stored,
    repeats,
    dead_letters,
    empty,
    received - stored - repeats - dead_letters - empty AS unaccounted
  FROM receipts
  WHERE written_at >= :from AND written_at < :to
)
GROUP BY hour, source
ORDER BY hour, source
