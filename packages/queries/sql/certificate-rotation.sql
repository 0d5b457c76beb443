-- title: Certificate rotation
-- group: credentials
-- description: When were the client CA certificates of each namespace and of the account changed, which came, which went, and how long had they stood?
-- meaning: One event that carries certificates, in the order of time for each place. added and removed are against the event before, and NULL for the
--   first: what stood there earlier is unknown. The log has fingerprints in its older format; how raw_details has certificates is not
--   documented, so that a request with spec.mtls_auth and without fingerprints has a row that says so.
--   A place whose last row is older than your rule is due; a certificate that came without a ticket is to be explained.
-- controls: SOC 2 CC6.1, SOC 2 CC7.1, ISO 27001 A.8.24, PCI DSS 10.2.1.5, NIST 800-53 IA-5(2), NIST 800-53 SC-12
-- parameter from (time, default T-365d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter place (text, default empty): Only this namespace; write account for the account.
WITH carriers AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    actor,
    async_operation_id,
    coalesce(namespace, CASE resource_type WHEN 'account' THEN 'account' ELSE details_spec_name END) AS place,
    CASE WHEN cardinality(details_client_ca_fingerprints) > 0 THEN array_sort(array_distinct(details_client_ca_fingerprints)) END AS fingerprints
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK' AND resource_type IN ('namespace', 'account')
    AND (cardinality(details_client_ca_fingerprints) > 0 OR json_extract(details, '$.spec.mtls_auth') IS NOT NULL)
),
compared AS (
  SELECT
    carriers.*,
    lag(fingerprints) OVER (PARTITION BY place ORDER BY emit_time, log_id, operation) AS before,
    lag(emit_time) OVER (PARTITION BY place ORDER BY emit_time, log_id, operation) AS time_before
  FROM carriers
)
SELECT
  place,
  emit_time,
  actor,
  operation_name,
  nullif(array_join(fingerprints, ', '), '') AS fingerprints,
  CASE WHEN before IS NOT NULL AND fingerprints IS NOT NULL THEN nullif(array_join(array_except(fingerprints, before), ', '), '') END AS added,
  CASE WHEN before IS NOT NULL AND fingerprints IS NOT NULL THEN nullif(array_join(array_except(before, fingerprints), ', '), '') END AS removed,
  date_diff('day', time_before, emit_time) AS days_since_last,
  CASE
    WHEN fingerprints IS NULL THEN 'which certificates: the event has no fingerprints'
    WHEN before IS NULL THEN 'what stood there before'
  END AS unknown,
  async_operation_id,
  log_id
FROM compared
WHERE :place = '' OR place = :place
ORDER BY place, emit_time, log_id, operation
