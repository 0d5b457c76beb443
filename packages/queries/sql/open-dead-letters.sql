-- title: Open dead letters
-- group: logging controls
-- description: What arrived, could not become a row, and still waits for somebody?
--   Its bytes are kept exactly. What was mended and sent through again is not in it.
-- meaning: One piece of a record, the oldest first. `audit-lake dead-letters show` has all of it; mend it and `redrive`
--   it, or write down why it is none of the log.
-- controls: ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default 1970-01-01): Only what arrived since.
SELECT
  arrival_time,
  reason,
  message,
  path,
  source,
  shard_id,
  sequence_number,
  substr(payload_text, 1, 200) AS beginning,
  dead_letter_id
FROM dead_letters
WHERE arrival_time >= :from
  AND redriven_at IS NULL
ORDER BY arrival_time, dead_letter_id
