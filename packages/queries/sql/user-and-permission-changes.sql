-- title: User and permission changes
-- group: population and access
-- description: Who was given access, lost it, or had it changed: users, user groups, service accounts and roles?
--   Attempts that failed are in it too; log-ins are not.
-- meaning: One event that concerns who may do what, the newest first.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.16, ISO 27001 A.5.18, ISO 27001 A.8.2, PCI DSS 10.2.1.5, HIPAA 164.308(a)(4)(ii)(C), NIST 800-53 AC-2(4), NIST 800-53 AC-6(9)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter subject (text, default empty): Only changes of this user, group or service account: name, e-mail address or id.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  coalesce(
    details_spec_email,
    nullif(array_join(details_target_users, ', '), ''),
    details_spec_name,
    details_spec_display_name,
    details_user_id,
    details_service_account_id,
    details_group_id
  ) AS subject,
  coalesce(
    details_spec_access_account_access_role,
    details_access_account_access_role,
    nullif(array_join(details_roles, ', '), '')
  ) AS account_role,
  namespace,
  coalesce(
    details_access_permission,
    details_namespace_access_permission,
    details_spec_access_namespace_accesses,
    details_access_namespace_accesses
  ) AS namespace_permission,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (starts_with(resource_type, 'user') OR starts_with(resource_type, 'service_account') OR resource_type = 'custom_role')
  AND verb <> 'login'
  AND (
    :subject = ''
    OR lower(:subject) = lower(details_spec_email)
    OR lower(:subject) = lower(details_spec_name)
    OR contains(details_target_users, :subject)
    OR :subject IN (details_user_id, details_service_account_id, details_group_id)
  )
ORDER BY emit_time DESC, log_id, operation
