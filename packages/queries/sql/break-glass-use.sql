-- title: Use of emergency accounts
-- group: privileged and change
-- description: Was an account that is for emergencies used, or changed?
--   The log does not know which accounts these are: name them.
-- meaning: One event by an emergency account, or to one, the newest first. Each must belong to an emergency that is
--   written down; change the credentials after it.
-- controls: SOC 2 CC6.3, SOC 2 CC7.2, ISO 27001 A.8.2, PCI DSS 10.2.1.2, NIST 800-53 AC-2(12), NIST 800-53 AC-6(9)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter accounts (names): The emergency accounts: names, e-mail addresses, ids or ids of API keys, with commas between.
SELECT
  emit_time,
  CASE
    WHEN contains(split(lower(:accounts), ','), lower(actor))
      OR contains(split(:accounts, ','), principal_id)
      OR contains(split(:accounts, ','), principal_api_key_id) THEN 'used'
    ELSE 'changed'
  END AS what_happened,
  actor,
  client_ip,
  principal_api_key_id,
  operation_name,
  status,
  namespace,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (
    contains(split(lower(:accounts), ','), lower(actor))
    OR contains(split(:accounts, ','), principal_id)
    OR contains(split(:accounts, ','), principal_api_key_id)
    OR contains(split(lower(:accounts), ','), lower(details_spec_email))
    OR contains(split(lower(:accounts), ','), lower(details_spec_name))
    OR contains(split(:accounts, ','), details_user_id)
    OR contains(split(:accounts, ','), details_service_account_id)
    OR contains(split(:accounts, ','), details_spec_owner_id)
    OR contains(split(:accounts, ','), details_key_id)
    OR arrays_overlap(split(:accounts, ','), details_target_users)
  )
ORDER BY emit_time DESC, log_id, operation
