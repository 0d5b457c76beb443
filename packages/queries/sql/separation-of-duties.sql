-- title: Separation of duties
-- group: privileged and change
-- description: Did one person make a service account, a key for it and its privileges, all alone?
--   Who can do all three can act under another name. The id of a new service account is not in the event that makes it,
--   so the key and the privileges are those that the same actor gave to any service account within the hours after.
-- meaning: One service account that was made by somebody who also made a key and gave privileges, the newest first. Ask
--   who approved it, and whether the key is where it belongs.
-- controls: SOC 2 CC6.3, ISO 27001 A.5.3, PCI DSS 7.2.5, NIST 800-53 AC-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter hours (integer, default 168): Hours after the service account was made in which the rest must follow.
-- parameter roles (text, default owner,admin,role_owner,role_admin,permission_admin): Roles and permissions that are privileged.
WITH changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    details_spec_name AS service_account,
    operation_name = 'CreateServiceAccount' AS is_account,
    operation_name = 'CreateServiceAccountAPIKey'
      OR operation_name = 'CreateAPIKey' AND lower(details_spec_owner_type) LIKE '%service%' AS is_key,
    resource_type,
    -- part: roles-given
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND actor IS NOT NULL
    AND resource_type IN ('service_account', 'api_key')
    AND verb <> 'delete'
),
steps AS (
  SELECT
    changes.*,
    resource_type = 'service_account' AND arrays_overlap(given, split(lower(:roles), ',')) AS is_privilege
  FROM changes
)
SELECT
  account.emit_time AS made_at,
  account.actor AS actor,
  account.service_account AS service_account,
  min(CASE WHEN step.is_privilege THEN step.emit_time END) AS privileged_at,
  min(CASE WHEN step.is_key THEN step.emit_time END) AS key_made_at,
  account.log_id AS log_id,
  account.operation AS operation
FROM steps account
JOIN steps step
  ON step.actor = account.actor
  AND step.emit_time >= account.emit_time
  AND step.emit_time < date_add('hour', :hours, account.emit_time)
WHERE account.is_account
GROUP BY account.emit_time, account.actor, account.service_account, account.log_id, account.operation
HAVING count_if(step.is_privilege) > 0 AND count_if(step.is_key) > 0
ORDER BY account.emit_time DESC, account.actor, account.service_account, account.log_id, account.operation
