-- title: Changes of search attributes
-- group: privileged and change
-- description: Which custom search attributes were added, renamed or given another type?
--   A new name is in the event; what was added is told from `spec.search_attributes` (`spec.custom_search_attributes`
--   before) of a change of a namespace, against the last that is known, and before the history begins it is unknown.
--   The documentation does not say what the details hold; these are the members of the Cloud Ops API.
-- meaning: One change of the search attributes of a namespace, the newest first. Whoever searches or alerts by an old
--   name finds nothing any more: see that they know.
-- controls: SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, NIST 800-53 CM-3
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
-- parameter namespace (text, default empty): Only changes of this namespace.
WITH changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    operation_name,
    coalesce(namespace, details_spec_name) AS namespace,
    coalesce(
      details_existing_custom_search_attribute_name,
      details_search_attribute_update_existing_attribute
    ) AS name_before,
    coalesce(details_new_custom_search_attribute_name, details_search_attribute_update_new_attribute) AS new_name,
    coalesce(
      CASE WHEN strpos(details, 'search_attributes') > 0 THEN json_format(json_extract(details, '$.spec.search_attributes')) END,
      CASE WHEN strpos(details, 'custom_search_attributes') > 0 THEN json_format(json_extract(details, '$.spec.custom_search_attributes')) END
    ) AS attributes,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND status = 'OK'
    AND resource_type = 'namespace'
    AND verb <> 'delete'
),
steps AS (
  SELECT
    changes.*,
    lag(attributes) OVER (
      PARTITION BY split_part(namespace, '.', 1), attributes IS NULL
      ORDER BY emit_time, log_id, operation
    ) AS attributes_before
  FROM changes
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  namespace,
  name_before,
  new_name,
  attributes_before,
  attributes,
  async_operation_id,
  log_id
FROM steps
WHERE emit_time >= :from
  AND (:namespace = '' OR namespace = :namespace)
  AND (
    operation_name = 'RenameCustomSearchAttribute'
    OR name_before IS NOT NULL
    OR new_name IS NOT NULL
    OR attributes <> coalesce(attributes_before, '{}')
  )
ORDER BY emit_time DESC, log_id, operation
