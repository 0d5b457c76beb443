-- title: Changes with before and after
-- group: privileged and change
-- description: What exactly was changed: which setting of which thing, from what to what?
-- meaning: One setting that an event gives another value than the last event before it that says one; of changes that failed, none.
--   is_first is true where no earlier event says the setting: value_before is then unknown, and it may be no change at all.
--   A setting that a request leaves out is taken to stay as it was: how Temporal logs a setting put back to its default is not documented.
--   Compare value_after with what the ticket asked for.
-- controls: SOC 2 CC7.1, SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, PCI DSS 10.2.1.7, NIST 800-53 CM-3, NIST 800-53 CM-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter thing (text, default empty): Only this namespace, user, key or other thing: name or id.
-- parameter first (integer, default 0): 1: also settings that no earlier event says.
WITH
-- part: names,
events AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    actor,
    async_operation_id,
    resource_type,
    coalesce(
      CASE WHEN starts_with(resource_type, 'namespace') THEN coalesce(namespace, details_spec_name) END,
      CASE WHEN resource_type = 'user' THEN lower(coalesce(details_spec_email, details_user_id, nullif(array_join(details_target_users, ', '), ''))) END,
      details_service_account_id,
      details_group_id,
      details_key_id,
      details_endpoint_id,
      details_connectivity_rule_id,
      details_project_id,
      details_spec_name,
      details_spec_display_name,
      resource_type
    ) AS thing,
    CASE WHEN resource_type NOT IN ('namespace', 'namespace_export_sink') AND namespace IS NOT NULL THEN ' on ' || namespace ELSE '' END AS place,
    array[
      details_spec_name,
      details_spec_display_name,
      details_spec_email,
      json_extract_scalar(details, '$.spec.description'),
      coalesce(details_spec_access_account_access_role, details_access_account_access_role, nullif(array_join(details_roles, ', '), '')),
      coalesce(CASE WHEN strpos(details, 'namespace_accesses') > 0 THEN json_format(json_parse(json_format(json_extract(details, '$.spec.access.namespace_accesses')))) END, CASE WHEN strpos(details, 'namespace_accesses') > 0 THEN json_format(json_parse(json_format(json_extract(details, '$.access.namespace_accesses')))) END),
      coalesce(details_access_permission, details_namespace_access_permission),
      nullif(array_join(details_spec_regions, ', '), ''),
      details_region,
      CAST(details_spec_retention_days AS varchar),
      CASE WHEN strpos(details, 'mtls_auth') > 0 THEN json_format(json_parse(json_format(json_extract(details, '$.spec.mtls_auth')))) END,
      CASE WHEN strpos(details, 'api_key_auth') > 0 THEN json_format(json_parse(json_format(json_extract(details, '$.spec.api_key_auth')))) END,
      CASE WHEN strpos(details, 'custom_search_attributes') > 0 THEN json_format(json_parse(json_format(json_extract(details, '$.spec.custom_search_attributes')))) END,
      nullif(array_join(array_sort(details_client_ca_fingerprints), ', '), ''),
      details_spec_expiry_time,
      CAST(details_spec_disabled AS varchar),
      details_spec_owner_id,
      nullif(array_join(details_account_features, ', '), '')
    ] AS leaf_values
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND verb <> 'login'
),
leaves AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    actor,
    async_operation_id,
    resource_type,
    CASE resource_type WHEN 'user' THEN lower(coalesce(names.name, thing)) ELSE coalesce(names.name, thing) END AS thing,
    element_at(
      array['name', 'display_name', 'email', 'description', 'role', 'namespace_accesses', 'permission', 'regions', 'region', 'retention_days', 'mtls_auth', 'api_key_auth', 'custom_search_attributes', 'client_ca_fingerprints', 'expiry_time', 'disabled', 'owner_id', 'account_features'],
      CAST(leaf AS integer)
    ) || place AS path,
    value
  FROM events
  LEFT JOIN names ON names.kind = resource_type AND names.id = thing
  CROSS JOIN UNNEST(leaf_values) WITH ORDINALITY AS one(value, leaf)
  WHERE any_match(leaf_values, text -> text IS NOT NULL)
    AND value IS NOT NULL
),
compared AS (
  SELECT
    leaves.*,
    lag(value) OVER (PARTITION BY resource_type, thing, path ORDER BY emit_time, log_id, operation) AS value_before,
    lag(emit_time) OVER (PARTITION BY resource_type, thing, path ORDER BY emit_time, log_id, operation) AS stood_since
  FROM leaves
)
SELECT
  emit_time,
  actor,
  operation_name,
  resource_type,
  thing,
  path,
  value_before,
  value AS value_after,
  stood_since,
  value_before IS NULL AS is_first,
  async_operation_id,
  log_id
FROM compared
WHERE emit_time >= :from
  AND (value_before <> value OR (value_before IS NULL AND :first = 1))
  AND (:thing = '' OR lower(thing) = lower(:thing))
ORDER BY emit_time DESC, log_id, operation, path
