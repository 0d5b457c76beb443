-- title: Changes of the plan
-- group: privileged and change
-- description: Who changed the plan of the account?
--   Attempts that failed are in it too. What the details of `ChangeAccountPlanType` hold is not documented: they are
--   shown as they came.
-- meaning: One change of the plan, the newest first. A smaller plan can take features away, a larger one costs: see
--   that whoever pays agreed.
-- controls: SOC 2 CC8.1, ISO 27001 A.8.32, NIST 800-53 CM-3
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  details,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND operation_name = 'ChangeAccountPlanType'
ORDER BY emit_time DESC, log_id, operation
