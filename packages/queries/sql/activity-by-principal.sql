-- title: Activity by principal
-- group: privileged and change
-- description: Who did how much, how much of it failed, and from how many addresses?
-- meaning: One user or service account, the most active first.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.4.1, NIST 800-53 AC-2(12), NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  actor,
  max(principal_type) AS principal_type,
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(DISTINCT operation_name) AS operations,
  count(DISTINCT client_ip) AS addresses,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY actor
ORDER BY events DESC, actor
