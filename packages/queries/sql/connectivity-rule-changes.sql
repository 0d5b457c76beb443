-- title: Changes of connectivity rules
-- group: privileged and change
-- description: Which rules about the networks that may connect were made or deleted, and which namespaces were bound to
--   others?
--   A binding is `spec.connectivity_rule_ids` of a change of a namespace, against the last that is known; before the
--   history begins it is unknown, and counts as none. Attempts on a rule that failed are in it too. The documentation
--   does not say what the details hold; these are the members of the Cloud Ops API.
-- meaning: One rule made or deleted, or one namespace bound otherwise, the newest first. A public rule, or a namespace
--   without any, can be reached from the internet: see that this is meant.
-- controls: SOC 2 CC6.1, SOC 2 CC6.6, ISO 27001 A.8.9, ISO 27001 A.8.20, PCI DSS 1.2.2, NIST 800-53 CM-3, NIST 800-53 SC-7
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
WITH changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    operation_name,
    status,
    resource_type,
    coalesce(namespace, details_spec_name) AS namespace,
    details_connectivity_rule_id AS rule_id,
    CASE
      WHEN resource_type <> 'connectivity_rule' THEN NULL
      WHEN json_extract(details, '$.spec.public_rule') IS NOT NULL THEN 'public'
      WHEN json_extract(details, '$.spec.private_rule') IS NOT NULL THEN 'private'
    END AS rule_type,
    CASE WHEN resource_type = 'connectivity_rule' THEN json_extract_scalar(details, '$.spec.private_rule.connection_id') END AS connection_id,
    CASE WHEN resource_type = 'connectivity_rule' THEN json_extract_scalar(details, '$.spec.private_rule.region') END AS region,
    coalesce(nullif(array_join(array_sort(
      CAST(CASE WHEN strpos(details, 'connectivity_rule_ids') > 0 THEN json_extract(details, '$.spec.connectivity_rule_ids') END AS array(varchar))
    ), ', '), ''), '') AS bound_rules,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND (
      resource_type = 'connectivity_rule'
      OR status = 'OK'
      AND operation_name IN ('CreateNamespace', 'UpdateNamespace')
      AND CASE WHEN details_spec_name IS NOT NULL THEN true ELSE json_extract(details, '$.spec') IS NOT NULL END
    )
),
steps AS (
  SELECT
    changes.*,
    coalesce(
      lag(bound_rules) OVER (
        PARTITION BY resource_type, split_part(namespace, '.', 1)
        ORDER BY emit_time, log_id, operation
      ),
      ''
    ) AS bound_rules_before
  FROM changes
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  rule_id,
  rule_type,
  connection_id,
  region,
  namespace,
  nullif(bound_rules_before, '') AS bound_rules_before,
  nullif(bound_rules, '') AS bound_rules,
  async_operation_id,
  log_id
FROM steps
WHERE emit_time >= :from
  AND (resource_type = 'connectivity_rule' OR bound_rules <> bound_rules_before)
ORDER BY emit_time DESC, log_id, operation
