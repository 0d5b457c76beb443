-- title: Access as of a date
-- group: population and access
-- description: Who had what on any date: which account role, which permission in which namespace, membership of which group?
--   Folded from all that the log says before that moment; attempts that failed change nothing.
-- meaning: One user, service account or user group, and one place where it may do something. Column unknown says what the log cannot tell:
--   what somebody had before the first event about them, and a role that an event changed without saying to what.
--   What one may do as a member of a group is the group's row: operations on members are not documented for the log.
--   Check each row with who owns the place; take away what nobody can explain, and note the decision beside the row.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.15, ISO 27001 A.5.18, PCI DSS 7.2.4, HIPAA 164.308(a)(4)(ii)(C), NIST 800-53 AC-2
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter subject (text, default empty): Only this user, service account or group: e-mail address, name, or id where no name is known.
-- parameter place (text, default empty): Only this namespace; write account for account roles.
WITH
-- part: names,
-- part: access-steps,
-- part: access-state,
-- part: activity
SELECT
  subject_type,
  subject,
  scope,
  coalesce(access, 'unknown') AS access,
  emit_time AS since,
  actor AS given_by,
  operation_name,
  async_operation_id,
  CASE
    WHEN access IS NULL THEN 'which access: the event does not say it'
    WHEN last_full IS NULL THEN 'what it had before ' || date_format(first_change, '%Y-%m-%d %H:%i:%s') || ', its first event'
  END AS unknown
FROM state
WHERE recency = 1 AND access IS DISTINCT FROM 'none'
  AND (:subject = '' OR lower(subject) = lower(:subject))
  AND (:place = '' OR scope = :place)
UNION ALL
SELECT
  subject_type,
  subject,
  'account',
  'unknown',
  NULL,
  NULL,
  NULL,
  NULL,
  'all of its access: it was seen at work since ' || date_format(first_seen, '%Y-%m-%d %H:%i:%s') || ', and no event says what it may do'
FROM activity
WHERE NOT EXISTS (SELECT 1 FROM state WHERE state.subject_type = activity.subject_type AND state.subject = activity.subject)
  AND (:subject = '' OR lower(subject) = lower(:subject))
  AND :place IN ('', 'account')
ORDER BY subject_type, subject, scope
