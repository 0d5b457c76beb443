-- title: Privileges given to oneself
-- group: privileged and change
-- description: Who changed their own access?
--   The one who did it is the one it was done to: by id, e-mail address or name. Attempts that failed are in it too.
--   Access that somebody gets through a group, or through a service account of their own, is not: see
--   separation-of-duties.
-- meaning: One change of the own access, the newest first. Nobody needs this: ask who approved it, and take the access
--   back unless somebody did.
-- controls: SOC 2 CC6.3, ISO 27001 A.5.3, ISO 27001 A.8.2, PCI DSS 7.2.4, NIST 800-53 AC-5, NIST 800-53 AC-6(9)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter roles (text, default owner,admin,role_owner,role_admin,permission_admin): Roles and permissions that are privileged.
WITH changes AS (
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
    -- part: roles-given
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND resource_type IN ('user', 'service_account')
    AND verb NOT IN ('login', 'delete')
    AND (
      principal_id IN (details_user_id, details_service_account_id)
      OR lower(details_spec_email) IN (lower(principal_name), lower(user_email))
      OR principal_type = 'serviceaccount' AND details_spec_name = principal_name
      OR contains(details_target_users, principal_id)
      OR contains(details_target_users, actor)
    )
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  namespace,
  nullif(array_join(array_remove(array_distinct(given), ''), ', '), '') AS roles,
  arrays_overlap(given, split(lower(:roles), ',')) AS is_privileged,
  async_operation_id,
  log_id
FROM changes
ORDER BY emit_time DESC, log_id, operation
