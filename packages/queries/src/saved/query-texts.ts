/** The files in `packages/queries/sql`: name and text. Written by `npx tsx tools/query-texts.ts`. */
export const queryTexts: readonly (readonly [name: string, text: string])[] = [
  [
    'activity-by-operation',
    `-- title: Activity by operation
-- group: privileged and change
-- description: Which operations were there, how often, and by how many?
-- meaning: One operation, the most frequent first.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.15, PCI DSS 10.4.1, NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  operation_name,
  verb,
  resource_type,
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(DISTINCT actor) AS principals,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY operation_name, verb, resource_type
ORDER BY events DESC, operation_name
`,
  ],
  [
    'activity-by-principal',
    `-- title: Activity by principal
-- group: privileged and change
-- description: Who did how much, how much of it failed, and from how many addresses?
-- meaning: One user or service account, the most active first.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.4.1, NIST 800-53 AC-2(12), NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  actor,
  max(principal_type) AS principal_type,
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(DISTINCT operation_name) AS operations,
  count(DISTINCT client_ip) AS addresses,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY actor
ORDER BY events DESC, actor
`,
  ],
  [
    'activity-of-principal',
    `-- title: Activity of one principal
-- group: privileged and change
-- description: What did one user, service account or API key do, step by step?
-- meaning: One event, the oldest first.
-- controls: SOC 2 CC7.3, ISO 27001 A.5.28, HIPAA 164.308(a)(1)(ii)(D), NIST 800-53 AU-6, NIST 800-53 AU-7(1)
-- parameter actor (text): Who: name, e-mail address, id, or id of the API key.
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  operation_name,
  status,
  namespace,
  client_ip,
  principal_api_key_id,
  details,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (
    lower(:actor) IN (lower(actor), lower(user_email))
    OR :actor IN (principal_id, principal_api_key_id)
  )
ORDER BY emit_time, log_id, operation
`,
  ],
  [
    'activity-per-day',
    `-- title: Activity per day
-- group: privileged and change
-- description: How much happened on each day, how much of it failed, and how many did it?
-- meaning: One UTC day with events; a day without any has no row.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.15, ISO 27001 A.8.16, PCI DSS 10.4.1, NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  event_date,
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(DISTINCT actor) AS principals
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY event_date
ORDER BY event_date
`,
  ],
  [
    'addresses-per-principal',
    `-- title: Addresses per principal
-- group: failures and anomalies
-- description: From which addresses did each user and service account come?
--   The address is empty where a record has none, or names a server instead.
-- meaning: One user or service account at one address.
-- controls: SOC 2 CC6.6, SOC 2 CC7.2, ISO 27001 A.8.16, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter actor (text, default empty): Only this user or service account.
SELECT
  actor,
  max(principal_type) AS principal_type,
  client_ip,
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (:actor = '' OR lower(actor) = lower(:actor))
GROUP BY actor, client_ip
ORDER BY actor, client_ip
`,
  ],
  [
    'api-key-changes',
    `-- title: API-key changes
-- group: credentials
-- description: Which API keys were made, changed or deleted, by whom, and for whom?
--   Attempts that failed are in it too. What was done with a key is not: see activity-of-principal.
-- meaning: One event that concerns an API key, the newest first.
-- controls: SOC 2 CC6.1, SOC 2 CC6.2, ISO 27001 A.5.17, PCI DSS 10.2.1.5, NIST 800-53 IA-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  details_key_id AS key_id,
  details_spec_display_name AS key_name,
  details_spec_owner_type AS owner_type,
  details_spec_owner_id AS owner_id,
  details_spec_expiry_time AS expires,
  details_spec_disabled AS is_disabled,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND starts_with(resource_type, 'api_key')
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'coverage',
    `-- title: Coverage
-- group: logging controls
-- description: How far does the log reach in the period, how much is in it, and what do its events leave unsaid?
--   A good audit record says what, when, from where, by whom and how it ended; the last columns count those that do not.
-- meaning: The whole period; there is one row.
-- controls: ISO 27001 A.8.15, PCI DSS 10.2.2, PCI DSS 10.7, NIST 800-53 AU-3, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(DISTINCT actor) AS principals,
  count(DISTINCT client_ip) AS addresses,
  count(DISTINCT namespace) AS namespaces,
  count(DISTINCT event_date) AS days_with_events,
  min(emit_time) AS first_event,
  max(emit_time) AS last_event,
  max(arrival_time) AS last_arrival,
  count_if(version > 0) AS sent_again,
  count_if(actor IS NULL) AS without_actor,
  count_if(client_ip IS NULL) AS without_client_ip,
  count_if(status IS NULL) AS without_status
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
`,
  ],
  [
    'dead-letters-by-reason',
    `-- title: Dead letters by reason
-- group: logging controls
-- description: What arrived and could not become a row, why, and how much of it still waits for somebody?
-- meaning: One reason; see \`audit-lake dead-letters\` for its letters.
-- controls: ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default 1970-01-01): Only what arrived since.
SELECT
  reason,
  count(*) AS letters,
  count_if(redriven_at IS NULL) AS open_letters,
  count_if(redriven_at IS NOT NULL) AS redriven_letters,
  min(arrival_time) AS first_arrival,
  max(arrival_time) AS last_arrival,
  min(CASE WHEN redriven_at IS NULL THEN dead_letter_id END) AS open_example
FROM dead_letters
WHERE arrival_time >= :from
GROUP BY reason
ORDER BY reason
`,
  ],
  [
    'failed-operations',
    `-- title: Failed operations
-- group: failures and anomalies
-- description: What was tried and did not succeed?
--   Every event that does not say it succeeded, the newest first: those with an error, and those without an outcome.
-- meaning: One event whose status is not OK.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.15, ISO 27001 A.8.16, PCI DSS 10.2.1.4, NIST 800-53 AU-6, NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter actor (text, default empty): Only what this user or service account tried.
SELECT
  emit_time,
  actor,
  principal_type,
  client_ip,
  operation_name,
  status,
  namespace,
  details_additional_message AS message,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND status IS DISTINCT FROM 'OK'
  AND (:actor = '' OR lower(actor) = lower(:actor))
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'late-arrivals',
    `-- title: Late arrivals
-- group: logging controls
-- description: Which events arrived long after they happened?
--   A day in this list may have looked different in a report made before its last arrival. History that was imported is
--   late by nature.
-- meaning: One UTC day and one source, with its events that arrived late.
-- controls: ISO 27001 A.8.15, ISO 27001 A.8.17, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter hours (integer, default 24): Hours after which an arrival is late.
SELECT
  event_date,
  source,
  count(*) AS late_events,
  max(date_diff('hour', emit_time, arrival_time)) AS longest_delay_hours,
  min(arrival_time) AS first_arrival,
  max(arrival_time) AS last_arrival
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND arrival_time >= date_add('hour', :hours, emit_time)
GROUP BY event_date, source
ORDER BY event_date, source
`,
  ],
  [
    'namespace-changes',
    `-- title: Namespace changes
-- group: privileged and change
-- description: Which namespaces were made, changed, failed over or deleted, and what else about them was changed?
--   Search attributes, tags, regions and export sinks are in it, attempts that failed too. Who may do what in a
--   namespace is not: see user-and-permission-changes.
-- meaning: One event that changes a namespace or its export sink, the newest first.
-- controls: SOC 2 CC6.1, SOC 2 CC6.7, SOC 2 CC7.1, SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, PCI DSS 10.2.1.7, NIST 800-53 CM-3, NIST 800-53 CM-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter namespace (text, default empty): Only changes of this namespace.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  coalesce(namespace, details_spec_name) AS namespace,
  details_spec_retention_days AS retention_days,
  coalesce(nullif(array_join(details_spec_regions, ', '), ''), details_region) AS regions,
  details,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND starts_with(resource_type, 'namespace')
  AND verb <> 'validate'
  AND (:namespace = '' OR coalesce(namespace, details_spec_name) = :namespace)
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'new-principals',
    `-- title: New principals
-- group: population and access
-- description: Which users and service accounts were seen for the first time?
--   Told by their id where records have one: an account made anew under an old name is new, one that was renamed is not.
-- meaning: One user or service account that was not seen in the history before the period, in order of appearance.
-- controls: SOC 2 CC6.2, SOC 2 CC7.2, ISO 27001 A.5.16, NIST 800-53 AC-2(4), NIST 800-53 AC-2(12)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period that count as history.
WITH seen AS (
  SELECT
    actor,
    principal_id,
    client_ip,
    max(principal_type) AS principal_type,
    min(emit_time) AS first_seen,
    max(emit_time) AS last_seen,
    count(*) AS events,
    count_if(status IS DISTINCT FROM 'OK') AS failed
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
  GROUP BY actor, principal_id, client_ip
),
dated AS (
  SELECT
    seen.*,
    min(first_seen) OVER (PARTITION BY principal_id) AS id_first_seen,
    min(first_seen) OVER (PARTITION BY actor) AS name_first_seen,
    min(CASE WHEN principal_id IS NULL THEN first_seen END) OVER (PARTITION BY actor) AS name_without_id_first_seen
  FROM seen
)
SELECT
  min(first_seen) AS first_seen,
  actor,
  max(principal_type) AS principal_type,
  nullif(array_join(array_agg(DISTINCT principal_id ORDER BY principal_id), ', '), '') AS principal_ids,
  min(name_first_seen) < :from AS is_name_known,
  sum(events) AS events,
  sum(failed) AS failed,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  max(last_seen) AS last_seen
FROM dated
WHERE CASE
  WHEN principal_id IS NULL THEN name_first_seen >= :from
  ELSE id_first_seen >= :from AND coalesce(name_without_id_first_seen >= :from, true)
END
GROUP BY actor
ORDER BY first_seen, actor
`,
  ],
  [
    'receipts-by-source',
    `-- title: Receipts by source
-- group: logging controls
-- description: What arrived from each source, and what became of it?
--   An event that is delivered in two batches is stored in both, and shown once.
-- meaning: One source, with all batches that arrived since.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-12
-- parameter from (time, default T-30d): Only what arrived since.
SELECT
  source,
  count(*) AS batches,
  sum(records) AS records,
  sum(bytes) AS bytes,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  count_if(received <> stored + repeats + dead_letters + empty) AS unbalanced,
  min(arrival_from) AS first_arrival,
  max(arrival_to) AS last_arrival,
  max(written_at) AS last_written
FROM receipts
WHERE arrival_to >= :from
GROUP BY source
ORDER BY source
`,
  ],
  [
    'repeated-failures',
    `-- title: Repeated failures
-- group: failures and anomalies
-- description: Who failed at the same thing again and again on one day, as somebody does who tries what they may not?
-- meaning: One user or service account that failed at one operation so often on one UTC day, the most often first.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.2.1.4, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter least (integer, default 5): Failures on a day that are worth a look.
SELECT
  event_date,
  actor,
  operation_name,
  count(*) AS failed,
  count(DISTINCT namespace) AS namespaces,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND status IS DISTINCT FROM 'OK'
GROUP BY event_date, actor, operation_name
HAVING count(*) >= :least
ORDER BY failed DESC, event_date, actor, operation_name
`,
  ],
  [
    'unbalanced-receipts',
    `-- title: Receipts that do not balance
-- group: logging controls
-- description: Is there a batch of which not every piece is accounted for?
--   Every receipt must say: received = stored + repeats + dead letters + empty. The answer must be empty.
-- meaning: One batch with pieces that are unaccounted for.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5
SELECT
  written_at,
  batch_id,
  source,
  received,
  stored,
  repeats,
  dead_letters,
  empty,
  received - stored - repeats - dead_letters - empty AS unaccounted
FROM receipts
WHERE received <> stored + repeats + dead_letters + empty
ORDER BY written_at DESC, batch_id
`,
  ],
  [
    'user-and-permission-changes',
    `-- title: User and permission changes
-- group: population and access
-- description: Who was given access, lost it, or had it changed: users, user groups, service accounts and roles?
--   Attempts that failed are in it too; log-ins are not.
-- meaning: One event that concerns who may do what, the newest first.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.16, ISO 27001 A.5.18, ISO 27001 A.8.2, PCI DSS 10.2.1.5, HIPAA 164.308(a)(4)(ii)(C), NIST 800-53 AC-2(4), NIST 800-53 AC-6(9)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter subject (text, default empty): Only changes of this user, group or service account: name, e-mail address or id.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  coalesce(
    details_spec_email,
    nullif(array_join(details_target_users, ', '), ''),
    details_spec_name,
    details_spec_display_name,
    details_user_id,
    details_service_account_id,
    details_group_id
  ) AS subject,
  coalesce(
    details_spec_access_account_access_role,
    details_access_account_access_role,
    nullif(array_join(details_roles, ', '), '')
  ) AS account_role,
  namespace,
  coalesce(
    details_access_permission,
    details_namespace_access_permission,
    details_spec_access_namespace_accesses,
    details_access_namespace_accesses
  ) AS namespace_permission,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (starts_with(resource_type, 'user') OR starts_with(resource_type, 'service_account') OR resource_type = 'custom_role')
  AND verb <> 'login'
  AND (
    :subject = ''
    OR lower(:subject) = lower(details_spec_email)
    OR lower(:subject) = lower(details_spec_name)
    OR contains(details_target_users, :subject)
    OR :subject IN (details_user_id, details_service_account_id, details_group_id)
  )
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'who-did-what',
    `-- title: Who did what
-- group: privileged and change
-- description: Who did what, when, from where, to what, and how did it end?
--   Every event of the period, the newest first.
-- meaning: One event.
-- controls: SOC 2 CC7.2, SOC 2 CC8.1, ISO 27001 A.8.15, PCI DSS 10.2.2, HIPAA 164.312(b), NIST 800-53 AU-3, NIST 800-53 AU-6
-- parameter from (time, default T-7d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter actor (text, default empty): Only what this user or service account did.
-- parameter namespace (text, default empty): Only what was done to this namespace.
-- parameter operation (text, default empty): Only this operation, such as DeleteUser.
SELECT
  emit_time,
  actor,
  principal_type,
  client_ip,
  operation_name,
  status,
  namespace,
  details,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (:actor = '' OR lower(actor) = lower(:actor))
  AND (:namespace = '' OR namespace = :namespace)
  AND (:operation = '' OR operation_name = :operation OR operation = :operation)
ORDER BY emit_time DESC, log_id, operation
`,
  ],
]
