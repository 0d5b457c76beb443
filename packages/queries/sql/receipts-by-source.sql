-- title: Receipts by source
-- group: logging controls
-- description: What arrived from each source, and what became of it?
--   An event that is delivered in two batches is stored in both, and shown once.
-- meaning: One source, with all batches that arrived since.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-12
-- parameter from (time, default T-30d): Only what arrived since.
SELECT
  source,
  count(*) AS batches,
  sum(records) AS records,
  sum(bytes) AS bytes,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  count_if(received <> stored + repeats + dead_letters + empty) AS unbalanced,
  min(arrival_from) AS first_arrival,
  max(arrival_to) AS last_arrival,
  max(written_at) AS last_written
FROM receipts
WHERE arrival_to >= :from
GROUP BY source
ORDER BY source
