-- title: Bursts of deletions
-- group: failures and anomalies
-- description: Who deleted much in little time?
--   Deletions that succeeded, of any kind, each within so many minutes of the one before.
-- meaning: One burst by one actor, the newest first. See whether a tool took down what it had made; if a person did it,
--   ask at once, for some of it can be brought back for a short time only.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.2.1.7, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter minutes (integer, default 10): Minutes within which the next deletion belongs to the same burst.
-- parameter least (integer, default 5): Deletions that are worth a look.
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
    lag(emit_time) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS last_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND verb = 'delete'
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
  min(emit_time) AS first_deletion,
  max(emit_time) AS last_deletion,
  actor,
  burst,
  count(*) AS deletions,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT namespace ORDER BY namespace), ', '), '') AS namespaces,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
FROM bursts
GROUP BY actor, burst
HAVING count(*) >= :least
ORDER BY first_deletion DESC, actor, burst
