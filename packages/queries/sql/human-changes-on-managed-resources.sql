-- title: Changes by hand to what a tool manages
-- group: privileged and change
-- description: Who changed by hand what a service account otherwise manages, as Terraform does?
--   A resource is managed when a service account changed it so often, in the days before, as `least` says, and people
--   no more often than that. It is told by the id in the details, or by the namespace.
-- meaning: One change by a person to a managed resource, the newest first. The tool will undo it, or has drifted from
--   what is: bring the change into its code.
-- controls: SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, NIST 800-53 CM-3, NIST 800-53 CM-5(1), NIST 800-53 CM-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 90): Days before the period in which the tool must have been seen.
-- parameter least (integer, default 2): Changes by service accounts that make a resource a managed one.
WITH changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    actor,
    client_ip,
    principal_type = 'serviceaccount' AS is_tool,
    resource_type,
    coalesce(
      details_key_id,
      details_endpoint_id,
      details_connectivity_rule_id,
      details_user_id,
      details_service_account_id,
      details_group_id,
      namespace || coalesce('/' || details_name, ''),
      details_spec_email,
      details_spec_name
    ) AS resource,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND status = 'OK'
    AND verb NOT IN ('login', 'validate')
    AND actor IS NOT NULL
),
touched AS (
  SELECT
    changes.*,
    sum(CASE WHEN is_tool THEN 0 ELSE 1 END) OVER (PARTITION BY resource_type, resource) AS changes_by_people
  FROM changes
  WHERE resource IS NOT NULL
),
counted AS (
  SELECT
    touched.*,
    sum(CASE WHEN is_tool THEN 1 ELSE 0 END) OVER before AS by_tools,
    sum(CASE WHEN is_tool THEN 0 ELSE 1 END) OVER before AS by_people,
    max(CASE WHEN is_tool THEN to_iso8601(emit_time) || ' ' || actor END) OVER before AS last_tool
  FROM touched
  WHERE changes_by_people > 0
  WINDOW before AS (
    PARTITION BY resource_type, resource
    ORDER BY emit_time, log_id, operation
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  )
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  resource_type,
  resource,
  by_tools,
  by_people,
  split_part(last_tool, ' ', 2) AS last_tool,
  async_operation_id,
  log_id
FROM counted
WHERE emit_time >= :from
  AND NOT coalesce(is_tool, false)
  AND by_tools >= :least
  AND by_tools > by_people
ORDER BY emit_time DESC, log_id, operation
