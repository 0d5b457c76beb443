-- title: Addresses per principal
-- group: failures and anomalies
-- description: From which addresses did each user and service account come?
--   The address is empty where a record has none, or names a server instead.
-- meaning: One user or service account at one address.
-- controls: SOC 2 CC6.6, SOC 2 CC7.2, ISO 27001 A.8.16, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter actor (text, default empty): Only this user or service account.
SELECT
  actor,
  max(principal_type) AS principal_type,
  client_ip,
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (:actor = '' OR lower(actor) = lower(:actor))
GROUP BY actor, client_ip
ORDER BY actor, client_ip
