-- title: Ledger per shard
-- group: logging controls
-- description: Is every piece accounted for that was taken in, shard by shard?
--   Every line must say: received = stored + repeats + dead letters + empty. If one does not, it names a batch to look at.
-- meaning: One shard of a stream, or one block of a file.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  source,
  shard_id,
  count(*) AS batches,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  sum(abs(received - stored - repeats - dead_letters - empty)) AS unaccounted,
  count_if(received <> stored + repeats + dead_letters + empty) AS unbalanced_batches,
  min(CASE WHEN received <> stored + repeats + dead_letters + empty THEN batch_id END) AS unbalanced_batch
FROM receipts
WHERE written_at >= :from AND written_at < :to
GROUP BY source, shard_id
ORDER BY source, shard_id
