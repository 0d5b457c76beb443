-- title: API keys used after deletion was asked for
-- group: credentials
-- description: Which API keys were used although somebody had asked for them to be deleted?
-- meaning: One key, with its deletion and what was done with it afterwards. Deleting takes a moment: the grace is for that. A deletion that failed
--   does not count. Whoever used it has a copy of a key that was to be gone: treat it as leaked, look at activity-of-principal, and make
--   sure with Temporal that the key is dead.
-- controls: SOC 2 CC6.1, SOC 2 CC7.2, ISO 27001 A.5.17, PCI DSS 10.2.1.5, NIST 800-53 IA-5, NIST 800-53 AC-2(12)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history in which deletions are looked for.
-- parameter grace (integer, default 5): Minutes after the request in which use is no wonder.
WITH deletions AS (
  SELECT key_id, min(emit_time) AS deleted, min_by(actor, row(emit_time, log_id)) AS deleted_by
  FROM api_key_events
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND role = 'about' AND verb = 'delete' AND status = 'OK' AND key_id IS NOT NULL
  GROUP BY key_id
),
uses AS (
  SELECT key_id, emit_time, log_id, operation_name, status, actor, client_ip
  FROM api_key_events
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND role = 'with'
)
SELECT
  key_id,
  deleted,
  deleted_by,
  count(*) AS uses,
  count_if(status = 'OK') AS succeeded,
  min(emit_time) AS first_use,
  max(emit_time) AS last_use,
  date_diff('minute', deleted, max(emit_time)) AS minutes_after,
  nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS actors,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
FROM uses
JOIN deletions USING (key_id)
WHERE emit_time >= date_add('minute', :grace, deleted)
GROUP BY key_id, deleted, deleted_by
ORDER BY key_id, deleted, deleted_by
