-- title: New principals
-- group: population and access
-- description: Which users and service accounts were seen for the first time?
--   Told by their id where records have one: an account made anew under an old name is new, one that was renamed is not.
-- meaning: One user or service account that was not seen in the history before the period, in order of appearance.
-- controls: SOC 2 CC6.2, SOC 2 CC7.2, ISO 27001 A.5.16, NIST 800-53 AC-2(4), NIST 800-53 AC-2(12)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period that count as history.
WITH seen AS (
  SELECT
    actor,
    principal_id,
    client_ip,
    max(principal_type) AS principal_type,
    min(emit_time) AS first_seen,
    max(emit_time) AS last_seen,
    count(*) AS events,
    count_if(status IS DISTINCT FROM 'OK') AS failed
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
  GROUP BY actor, principal_id, client_ip
),
dated AS (
  SELECT
    seen.*,
    min(first_seen) OVER (PARTITION BY principal_id) AS id_first_seen,
    min(first_seen) OVER (PARTITION BY actor) AS name_first_seen,
    min(CASE WHEN principal_id IS NULL THEN first_seen END) OVER (PARTITION BY actor) AS name_without_id_first_seen
  FROM seen
)
SELECT
  min(first_seen) AS first_seen,
  actor,
  max(principal_type) AS principal_type,
  nullif(array_join(array_agg(DISTINCT principal_id ORDER BY principal_id), ', '), '') AS principal_ids,
  min(name_first_seen) < :from AS is_name_known,
  sum(events) AS events,
  sum(failed) AS failed,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  max(last_seen) AS last_seen
FROM dated
WHERE CASE
  WHEN principal_id IS NULL THEN name_first_seen >= :from
  ELSE id_first_seen >= :from AND coalesce(name_without_id_first_seen >= :from, true)
END
GROUP BY actor
ORDER BY first_seen, actor
