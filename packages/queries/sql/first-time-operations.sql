-- title: Operations done for the first time
-- group: failures and anomalies
-- description: Who did something that they never did before?
--   Only who was seen before the period, and for long enough: of somebody new all is new, see new-principals. What
--   failed counts too.
-- meaning: One principal and one operation that is new to it, the newest first. A service account that begins to do
--   something else is worth more of a look than a person whose work has changed.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.4.1, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 90): Days before the period that count as history.
-- parameter known (integer, default 7): Days before the operation since when the principal must be known.
WITH seen AS (
  SELECT
    actor,
    operation_name,
    max(principal_type) AS principal_type,
    min(emit_time) AS first_seen,
    count(*) AS events,
    count_if(status IS DISTINCT FROM 'OK') AS failed,
    max(emit_time) AS last_seen
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
  GROUP BY actor, operation_name
),
dated AS (
  SELECT
    seen.*,
    min(first_seen) OVER (PARTITION BY actor) AS actor_first_seen
  FROM seen
)
SELECT
  first_seen,
  actor,
  principal_type,
  operation_name,
  events,
  failed,
  last_seen,
  date_diff('day', actor_first_seen, first_seen) AS known_for_days
FROM dated
WHERE first_seen >= :from
  AND actor_first_seen < :from
  AND first_seen >= date_add('day', :known, actor_first_seen)
ORDER BY first_seen DESC, actor, operation_name
