-- title: Changes of authentication and certificates
-- group: privileged and change
-- description: Where was the way in changed: mTLS, API keys, CA certificates?
--   Read from `spec.mtls_auth` and `spec.api_key_auth` of the changes of a namespace, from an account with
--   `spec.metrics` and `spec.authentication_settings`, and from the fingerprints in older records, against the last
--   that is known. A spec that says nothing of a way in closes it. What was before the history begins is unknown: then
--   the first event that opens one is shown, with nothing before. The documentation does not say what the details hold;
--   these are the members of the Cloud Ops API.
-- meaning: One change of the way in, the newest first. See that it has a ticket; where mTLS went off or API keys went
--   on, that the new way is meant to be open.
-- controls: SOC 2 CC6.1, SOC 2 CC7.1, ISO 27001 A.5.17, ISO 27001 A.8.5, ISO 27001 A.8.24, PCI DSS 10.2.1.5, NIST 800-53 IA-5, NIST 800-53 CM-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
-- parameter namespace (text, default empty): Only changes of this namespace.
WITH candidates AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    operation_name,
    resource_type,
    namespace,
    details_spec_name,
    details_client_ca_fingerprints,
    async_operation_id,
    CASE WHEN details_spec_name IS NOT NULL THEN true ELSE json_extract(details, '$.spec') IS NOT NULL END AS has_spec,
    -- looking for a word is quicker than reading JSON, and most details have none of these
    CASE WHEN strpos(details, 'mtls_auth') > 0 THEN details END AS mtls_details,
    CASE WHEN strpos(details, 'api_key_auth') > 0 THEN details END AS api_key_details,
    CASE WHEN strpos(details, 'accepted_client_ca') > 0 THEN details END AS metrics_details,
    CASE WHEN strpos(details, 'authentication_settings') > 0 THEN details END AS session_details
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND status = 'OK'
    AND operation_name IN ('CreateNamespace', 'UpdateNamespace', 'UpdateAccount')
),
settings AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    operation_name,
    CASE WHEN resource_type = 'namespace' THEN coalesce(namespace, details_spec_name, '') ELSE '' END AS place,
    CASE
      WHEN resource_type = 'namespace' AND has_spec
        THEN coalesce(json_extract_scalar(mtls_details, '$.spec.mtls_auth.enabled') = 'true', false)
    END AS mtls,
    CASE
      WHEN resource_type = 'namespace' AND has_spec
        THEN coalesce(json_extract_scalar(api_key_details, '$.spec.api_key_auth.enabled') = 'true', false)
    END AS api_keys,
    coalesce(
      json_extract_scalar(mtls_details, '$.spec.mtls_auth.accepted_client_ca'),
      json_extract_scalar(mtls_details, '$.spec.mtls_auth.accepted_client_ca_deprecated'),
      json_extract_scalar(metrics_details, '$.spec.metrics.accepted_client_ca'),
      nullif(array_join(details_client_ca_fingerprints, ', '), ''),
      ''
    ) AS certificates,
    coalesce(json_format(json_extract(mtls_details, '$.spec.mtls_auth.certificate_filters')), '') AS filters,
    coalesce(json_format(json_extract(session_details, '$.spec.authentication_settings')), '') AS sessions,
    async_operation_id
  FROM candidates
  WHERE has_spec OR cardinality(details_client_ca_fingerprints) > 0
),
steps AS (
  SELECT
    settings.*,
    lag(emit_time) OVER before AS changed_before,
    lag(mtls) OVER before AS mtls_before,
    lag(api_keys) OVER before AS api_keys_before,
    lag(certificates) OVER before AS certificates_before,
    lag(filters) OVER before AS filters_before,
    lag(sessions) OVER before AS sessions_before
  FROM settings
  WINDOW before AS (PARTITION BY split_part(place, '.', 1) ORDER BY emit_time, log_id, operation)
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  nullif(place, '') AS namespace,
  mtls_before,
  mtls,
  api_keys_before,
  api_keys,
  certificates <> certificates_before AS is_certificate_changed,
  filters <> filters_before AS is_filter_changed,
  sessions <> sessions_before AS is_session_setting_changed,
  async_operation_id,
  log_id
FROM steps
WHERE emit_time >= :from
  AND (:namespace = '' OR place = :namespace)
  AND (
    changed_before IS NULL AND (mtls OR api_keys OR certificates || filters || sessions <> '')
    OR mtls <> mtls_before
    OR api_keys <> api_keys_before
    OR certificates <> certificates_before
    OR filters <> filters_before
    OR sessions <> sessions_before
  )
ORDER BY emit_time DESC, log_id, operation
