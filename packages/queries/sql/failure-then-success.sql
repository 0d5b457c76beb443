-- title: Failure, then success
-- group: failures and anomalies
-- description: Who failed at an operation again and again, and then succeeded?
--   As somebody does who tries until a door opens, or who gave themselves the right in between. Failures count when
--   they lie within the minutes before the success, with no other success between.
-- meaning: One success after so many failures by the same actor at the same operation, the newest first. See what
--   changed in between, and whether the success was meant to be possible.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.2.1.4, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter minutes (integer, default 60): Minutes before the success in which failures count.
-- parameter least (integer, default 3): Failures that are worth a look.
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    actor,
    status,
    client_ip,
    namespace,
    coalesce(
      lag(coalesce(status, '')) OVER (PARTITION BY actor, operation_name ORDER BY emit_time, log_id, operation),
      'OK'
    ) AS status_before
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND actor IS NOT NULL
),
-- a success behind a success ends no run of failures
counted AS (
  SELECT
    steps.*,
    coalesce(sum(CASE WHEN status = 'OK' THEN 1 ELSE 0 END) OVER (
      PARTITION BY actor, operation_name
      ORDER BY emit_time, log_id, operation
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS successes_before
  FROM steps
  WHERE status IS DISTINCT FROM 'OK' OR status_before <> 'OK'
),
runs AS (
  SELECT
    counted.*,
    max(CASE WHEN status = 'OK' THEN emit_time END) OVER (
      PARTITION BY actor, operation_name, successes_before
    ) AS success_time
  FROM counted
)
SELECT
  success_time,
  actor,
  operation_name,
  count_if(status IS DISTINCT FROM 'OK') AS failures,
  min(emit_time) AS first_failure,
  nullif(array_join(array_agg(DISTINCT namespace ORDER BY namespace), ', '), '') AS namespaces,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  max(CASE WHEN status = 'OK' THEN log_id END) AS log_id
FROM runs
WHERE emit_time >= date_add('minute', -:minutes, success_time)
GROUP BY success_time, actor, operation_name
HAVING count_if(status IS DISTINCT FROM 'OK') >= :least
ORDER BY success_time DESC, actor, operation_name
