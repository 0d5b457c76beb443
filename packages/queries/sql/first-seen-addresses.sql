-- title: Addresses seen for the first time
-- group: failures and anomalies
-- description: From which addresses did somebody come who never came from there before?
--   Only who was seen before the period: everything is new about a new principal, see new-principals. The network is
--   the /24 of an IPv4 address, the /64 of an IPv6 one; country and provider are not in the log.
-- meaning: One principal at one address that is new, the newest first. Another address of a known network is often a
--   new lease; a new network is worth asking about.
-- controls: SOC 2 CC6.6, SOC 2 CC7.2, ISO 27001 A.8.16, HIPAA 164.308(a)(5)(ii)(C), NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 90): Days before the period that count as history.
WITH seen AS (
  SELECT
    actor,
    client_ip,
    max(principal_type) AS principal_type,
    min(emit_time) AS first_seen,
    max(emit_time) AS last_seen,
    count(*) AS events,
    count_if(status IS DISTINCT FROM 'OK') AS failed,
    min_by(operation_name, row(emit_time, log_id, operation)) AS first_operation
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
    AND client_ip IS NOT NULL
  GROUP BY actor, client_ip
),
placed AS (
  SELECT
    seen.*,
    -- part: network
  FROM seen
),
dated AS (
  SELECT
    placed.*,
    min(first_seen) OVER (PARTITION BY actor) AS actor_first_seen,
    min(first_seen) OVER (PARTITION BY actor, network) AS network_first_seen
  FROM placed
)
SELECT
  first_seen,
  actor,
  principal_type,
  client_ip,
  network,
  network_first_seen < :from AS is_network_known,
  first_operation,
  events,
  failed,
  last_seen
FROM dated
WHERE first_seen >= :from
  AND actor_first_seen < :from
ORDER BY first_seen DESC, actor, client_ip
