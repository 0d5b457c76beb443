-- title: Privileged principals as of a date
-- group: population and access
-- description: Who could administer the account or a namespace at a moment: users, service accounts and groups?
-- meaning: One user, service account or group, and one place where it had a role that the parameter names. Who is privileged by way of
--   a group is not in it: ask Temporal for the members of each group that is. Somebody of whom the log does not know the role is in
--   access-as-of. Every row needs a person who answers for it; take away what is not needed every week.
-- controls: SOC 2 CC6.3, ISO 27001 A.8.2, PCI DSS 7.2.4, NIST 800-53 AC-6(9)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter roles (text, default owner,admin): Account roles and namespace permissions that count as privileged, with commas.
WITH
-- part: names,
-- part: access-steps,
-- part: access-state,
activity AS (
  SELECT lower(actor) AS subject, max(emit_time) AS last_seen
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
  GROUP BY 1
)
SELECT
  subject_type,
  state.subject,
  scope,
  access,
  emit_time AS since,
  actor AS given_by,
  async_operation_id,
  last_seen,
  date_diff('day', last_seen, :to) AS days_since_seen
FROM state
LEFT JOIN activity ON activity.subject = lower(state.subject)
WHERE recency = 1 AND contains(split(lower(:roles), ','), access)
ORDER BY subject_type, subject, scope
