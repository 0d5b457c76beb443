-- title: Namespace and group access changes
-- group: population and access
-- description: Who was given or lost a permission in a namespace, or a place in a group, by whom?
--   Attempts that failed are in it too.
-- meaning: One subject and one namespace or group in one event, the newest first. subject is NULL where the event names nobody, as
--   records of 2023 may, and access where it does not say what was given. Operations on members of groups are not documented for the
--   log, so that it may lack them. Compare each with the request for it; a failed attempt followed by a success elsewhere deserves a question.
-- controls: SOC 2 CC6.3, ISO 27001 A.5.18, PCI DSS 10.2.1.5, HIPAA 164.308(a)(4)(ii)(C), NIST 800-53 AC-2(4)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history in which names are looked for.
-- parameter place (text, default empty): Only this namespace, or group:<id>.
WITH
-- part: names
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  subject_type,
  coalesce(names.name, subject) AS subject,
  scope,
  access,
  async_operation_id,
  log_id
FROM access_changes
LEFT JOIN names ON names.kind = subject_type AND names.id = subject
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND scope <> 'account'
  AND (:place = '' OR scope = :place)
ORDER BY emit_time DESC, log_id, operation, subject_type, subject, scope
