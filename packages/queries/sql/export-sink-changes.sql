-- title: Changes of export sinks
-- group: privileged and change
-- description: Where are workflow histories sent, and who changed that?
--   Made, changed, deleted and validated sinks, attempts that failed too. Where a sink leads is read from `spec.s3` and
--   `spec.gcs`, members of the Cloud Ops API; the documentation does not say what the details hold.
-- meaning: One event that concerns an export sink, the newest first. Histories hold business data: see that the bucket
--   and the account it leads to are your own.
-- controls: SOC 2 CC6.7, SOC 2 CC7.1, ISO 27001 A.5.14, ISO 27001 A.8.9, PCI DSS 10.2.1.7, NIST 800-53 AC-4, NIST 800-53 CM-3
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter namespace (text, default empty): Only changes of this namespace.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  namespace,
  coalesce(details_spec_name, details_name) AS sink,
  CASE
    WHEN json_extract(details, '$.spec') IS NOT NULL
      THEN coalesce(json_extract_scalar(details, '$.spec.enabled') = 'true', false)
  END AS is_enabled,
  coalesce(
    json_extract_scalar(details, '$.spec.s3.bucket_name'),
    json_extract_scalar(details, '$.spec.gcs.bucket_name')
  ) AS bucket,
  coalesce(
    json_extract_scalar(details, '$.spec.s3.aws_account_id'),
    json_extract_scalar(details, '$.spec.gcs.gcp_project_id')
  ) AS account_of_bucket,
  coalesce(
    json_extract_scalar(details, '$.spec.s3.role_name'),
    json_extract_scalar(details, '$.spec.gcs.sa_id')
  ) AS role,
  json_extract_scalar(details, '$.spec.s3.kms_arn') AS encryption_key,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND resource_type = 'namespace_export_sink'
  AND (:namespace = '' OR namespace = :namespace)
ORDER BY emit_time DESC, log_id, operation
