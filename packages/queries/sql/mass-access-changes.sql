-- title: Mass invitations and changes of access
-- group: failures and anomalies
-- description: Who invited many, or changed the access of many, in little time?
--   Changes of users, groups and service accounts that succeeded, each within so many minutes of the one before. One
--   event that names several users counts for each of them.
-- meaning: One series by one actor, the newest first. A reorganisation looks like this, and so does somebody who lets
--   others in: see that it was announced.
-- controls: SOC 2 CC6.2, SOC 2 CC7.2, ISO 27001 A.5.18, ISO 27001 A.8.16, PCI DSS 10.2.1.5, NIST 800-53 AC-2(4), NIST 800-53 AC-2(12)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter minutes (integer, default 30): Minutes within which the next change belongs to the same series.
-- parameter least (integer, default 10): Users, groups and service accounts that are worth a look.
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    resource_type,
    actor,
    client_ip,
    namespace,
    greatest(coalesce(cardinality(details_target_users), 0), 1) AS subjects,
    lag(emit_time) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS last_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND (
      resource_type IN ('user', 'user_group', 'service_account')
      AND verb NOT IN ('login', 'delete')
    )
),
bursts AS (
  SELECT
    steps.*,
    sum(CASE
      WHEN last_time IS NULL OR emit_time > date_add('minute', :minutes, last_time) THEN 1
      ELSE 0
    END) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS burst
  FROM steps
)
SELECT
  min(emit_time) AS first_change,
  max(emit_time) AS last_change,
  actor,
  burst AS series,
  sum(subjects) AS subjects,
  count(*) AS events,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT namespace ORDER BY namespace), ', '), '') AS namespaces,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
FROM bursts
GROUP BY actor, burst
HAVING sum(subjects) >= :least
ORDER BY first_change DESC, actor, burst
