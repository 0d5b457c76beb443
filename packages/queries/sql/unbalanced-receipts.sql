-- title: Receipts that do not balance
-- group: logging controls
-- description: Is there a batch of which not every piece is accounted for?
--   Every receipt must say: received = stored + repeats + dead letters + empty. The answer must be empty.
-- meaning: One batch with pieces that are unaccounted for.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5
SELECT
  written_at,
  batch_id,
  source,
  received,
  stored,
  repeats,
  dead_letters,
  empty,
  received - stored - repeats - dead_letters - empty AS unaccounted
FROM receipts
WHERE received <> stored + repeats + dead_letters + empty
ORDER BY written_at DESC, batch_id
