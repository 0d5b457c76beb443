-- title: Administration out of hours
-- group: privileged and change
-- description: What did people change when nobody works?
--   By the clocks of a time zone, with its summer time. Service accounts work at any time and are left out, log-ins
--   too.
-- meaning: One event out of hours, the newest first. Ask those who are in it often, and look at each deletion and each
--   change of access.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.4.1, NIST 800-53 AC-2(12), NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter timezone (timezone, default UTC): Where the people work, such as Europe/Berlin.
-- parameter opens (hour, default 8): Hour at which work begins.
-- parameter closes (hour, default 18): Hour at which it ends; before `opens` for a night shift.
-- parameter workdays (weekdays, default 1,2,3,4,5): Days of work: 1 is Monday.
-- parameter holidays (dates, default empty): Days without work, such as 2026-12-25,2027-01-01.
WITH local_times AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    status,
    actor,
    client_ip,
    namespace,
    async_operation_id,
    at_timezone(with_timezone(emit_time, 'UTC'), :timezone) AS local_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND verb NOT IN ('login', 'validate')
    AND coalesce(principal_type, 'user') <> 'serviceaccount'
)
SELECT
  emit_time,
  date_format(local_time, '%Y-%m-%d %H:%i') AS local_time,
  date_format(local_time, '%W') AS weekday,
  actor,
  client_ip,
  operation_name,
  status,
  namespace,
  async_operation_id,
  log_id
FROM local_times
WHERE NOT contains(split(:workdays, ','), CAST(day_of_week(local_time) AS varchar))
  OR contains(split(:holidays, ','), date_format(local_time, '%Y-%m-%d'))
  OR CASE
    WHEN :opens <= :closes THEN hour(local_time) < :opens OR hour(local_time) >= :closes
    ELSE hour(local_time) < :opens AND hour(local_time) >= :closes
  END
ORDER BY emit_time DESC, log_id, operation
