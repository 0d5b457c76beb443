-- title: Activity per day
-- group: privileged and change
-- description: How much happened on each day, how much of it failed, and how many did it?
-- meaning: One UTC day with events; a day without any has no row.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.15, ISO 27001 A.8.16, PCI DSS 10.4.1, NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  event_date,
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(DISTINCT actor) AS principals
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY event_date
ORDER BY event_date
