-- title: Privileged roles given and taken
-- group: privileged and change
-- description: Who was given a privileged role or permission, who lost it, when and by whom?
--   Read from the roles that changes of users, groups and service accounts ask for, against those they asked for
--   before; a deletion takes all. What was given before the history begins is unknown: then a revocation cannot be
--   told, and a role that is confirmed looks like one given. Roles of a group count for the group, not for its members.
--   The role names are those of the Cloud Ops API and of older records; the documentation does not say what the details
--   hold.
-- meaning: One privileged role that was given or taken, the newest first. For each one given, see that somebody other
--   than the actor approved it; for each one taken, that it was in time.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.18, ISO 27001 A.8.2, PCI DSS 7.2.4, HIPAA 164.308(a)(4)(ii)(C), NIST 800-53 AC-2(4), NIST 800-53 AC-6(9)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
-- parameter roles (text, default owner,admin,role_owner,role_admin,permission_admin): Roles and permissions that are privileged.
WITH names AS (
  SELECT
    principal_id AS id,
    max(principal_name) AS name
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND principal_id IS NOT NULL
  GROUP BY principal_id
),
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    resource_type,
    actor,
    client_ip,
    async_operation_id,
    details,
    coalesce(details_user_id, details_service_account_id, details_group_id) AS subject_id,
    coalesce(
      details_spec_email,
      nullif(array_join(details_target_users, ', '), ''),
      details_spec_name,
      details_spec_display_name
    ) AS subject_name,
    CASE WHEN starts_with(operation_name, 'Set') THEN coalesce(namespace, '') ELSE '' END AS scope,
    -- part: roles-given
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND status = 'OK'
    AND resource_type IN ('user', 'user_group', 'service_account')
    AND verb <> 'login'
),
states AS (
  SELECT
    changes.*,
    lower(CASE
      WHEN subject_id IS NULL THEN subject_name
      ELSE coalesce(max(subject_name) OVER (PARTITION BY subject_id), names.name, subject_id)
    END) AS subject,
    verb <> 'delete' AND arrays_overlap(given, split(lower(:roles), ',')) AS is_privileged
  FROM changes
  LEFT JOIN names ON names.id = changes.subject_id
  WHERE verb = 'delete'
    OR starts_with(operation_name, 'Set')
    OR cardinality(array_remove(given, '')) > 0
    OR json_extract(details, '$.spec.access') IS NOT NULL
),
steps AS (
  SELECT
    states.*,
    coalesce(
      lag(is_privileged) OVER (PARTITION BY resource_type, subject, scope ORDER BY emit_time, log_id, operation),
      false
    ) AS was_privileged
  FROM states
),
counted AS (
  SELECT
    steps.*,
    coalesce(sum(CASE
      WHEN is_privileged AND NOT was_privileged THEN 1
      WHEN was_privileged AND NOT is_privileged THEN -1
      ELSE 0
    END) OVER (
      PARTITION BY resource_type, subject
      ORDER BY emit_time, log_id, operation
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS privileges_before
  FROM steps
)
SELECT
  emit_time,
  CASE WHEN is_privileged THEN 'given' ELSE 'taken' END AS change,
  resource_type,
  subject,
  nullif(scope, '') AS namespace,
  nullif(array_join(array_remove(array_distinct(given), ''), ', '), '') AS roles,
  actor,
  client_ip,
  operation_name,
  async_operation_id,
  log_id
FROM counted
WHERE emit_time >= :from
  AND (
    is_privileged AND NOT was_privileged
    OR was_privileged AND NOT is_privileged
    OR verb = 'delete' AND privileges_before > 0
  )
ORDER BY emit_time DESC, log_id, operation
