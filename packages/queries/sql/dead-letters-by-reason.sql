-- title: Dead letters by reason
-- group: logging controls
-- description: What arrived and could not become a row, why, and how much of it still waits for somebody?
-- meaning: One reason; see `audit-lake dead-letters` for its letters.
-- controls: ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default 1970-01-01): Only what arrived since.
SELECT
  reason,
  count(*) AS letters,
  count_if(redriven_at IS NULL) AS open_letters,
  count_if(redriven_at IS NOT NULL) AS redriven_letters,
  min(arrival_time) AS first_arrival,
  max(arrival_time) AS last_arrival,
  min(CASE WHEN redriven_at IS NULL THEN dead_letter_id END) AS open_example
FROM dead_letters
WHERE arrival_time >= :from
GROUP BY reason
ORDER BY reason
