/** The files in `packages/queries/sql`: name and text. Written by `npx tsx tools/query-texts.ts`. */
export const queryTexts: readonly (readonly [name: string, text: string])[] = [
  [
    'activity-after-dormancy',
    `-- title: Activity after long silence
-- group: failures and anomalies
-- description: Who came back after a long time without any event?
--   Only what the log shows: somebody may have worked inside of namespaces meanwhile. A first event is not a return:
--   see new-principals.
-- meaning: One first event after so many days of silence, the newest first. See that the person is still with you, and
--   that it was them; a forgotten service account is the better hiding place.
-- controls: SOC 2 CC6.2, SOC 2 CC7.2, ISO 27001 A.5.18, ISO 27001 A.8.16, PCI DSS 8.2.6, NIST 800-53 AC-2(3), NIST 800-53 AC-2(12)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period that count as history.
-- parameter days (integer, default 90): Days of silence that are long.
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    status,
    actor,
    principal_type,
    client_ip,
    lag(emit_time) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS last_time,
    lag(client_ip) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS last_ip
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
)
SELECT
  emit_time,
  actor,
  principal_type,
  operation_name,
  status,
  client_ip,
  last_time,
  date_diff('day', last_time, emit_time) AS days_of_silence,
  last_ip,
  log_id
FROM steps
WHERE emit_time >= :from
  AND emit_time >= date_add('day', :days, last_time)
ORDER BY emit_time DESC, log_id, operation
`,
  ],
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
    'api-keys-from-many-networks',
    `-- title: API keys from several networks
-- group: failures and anomalies
-- description: Which API key was used from several networks on one day?
--   The network is the /24 of an IPv4 address, the /64 of an IPv6 one. Only what the log shows counts as use: work
--   inside of a namespace does not.
-- meaning: One API key on one UTC day, with its networks, the newest day first. A key belongs to one place: it may have
--   been copied, unless what uses it moves. Make it anew when nobody can explain it.
-- controls: SOC 2 CC6.6, SOC 2 CC7.2, ISO 27001 A.5.17, ISO 27001 A.8.16, PCI DSS 8.6.3, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter least (integer, default 2): Networks on a day that are worth a look.
WITH used AS (
  SELECT
    event_date,
    emit_time,
    principal_api_key_id,
    actor,
    client_ip,
    CASE
      WHEN strpos(client_ip, ':') > 0 THEN nullif(array_join(slice(regexp_extract_all(
        replace(
          client_ip,
          '::',
          ':' || coalesce(nullif(array_join(repeat('0', 8 - regexp_count(client_ip, '[0-9a-f]+')), ':'), ''), '') || ':'
        ),
        '[0-9a-f]+'
      ), 1, 4), ':'), '') || '::/64'
      ELSE regexp_extract(client_ip, '^(\\d+\\.\\d+\\.\\d+)\\.\\d+$', 1) || '.0/24'
    END AS network
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND principal_api_key_id IS NOT NULL
    AND client_ip IS NOT NULL
)
SELECT
  event_date,
  principal_api_key_id,
  nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS actors,
  count(DISTINCT network) AS networks,
  nullif(array_join(array_agg(DISTINCT network ORDER BY network), ', '), '') AS network_list,
  count(DISTINCT client_ip) AS addresses,
  count(*) AS events,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM used
GROUP BY event_date, principal_api_key_id
HAVING count(DISTINCT network) >= :least
ORDER BY event_date DESC, principal_api_key_id
`,
  ],
  [
    'auth-and-certificate-changes',
    `-- title: Changes of authentication and certificates
-- group: privileged and change
-- description: Where was the way in changed: mTLS, API keys, CA certificates?
--   Read from \`spec.mtls_auth\` and \`spec.api_key_auth\` of the changes of a namespace, from an account with
--   \`spec.metrics\` and \`spec.authentication_settings\`, and from the fingerprints in older records, against the last
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
WITH settings AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    operation_name,
    CASE WHEN resource_type = 'namespace' THEN coalesce(namespace, details_spec_name, '') ELSE '' END AS place,
    CASE
      WHEN resource_type = 'namespace' AND json_extract(details, '$.spec') IS NOT NULL
        THEN coalesce(json_extract_scalar(details, '$.spec.mtls_auth.enabled') = 'true', false)
    END AS mtls,
    CASE
      WHEN resource_type = 'namespace' AND json_extract(details, '$.spec') IS NOT NULL
        THEN coalesce(json_extract_scalar(details, '$.spec.api_key_auth.enabled') = 'true', false)
    END AS api_keys,
    coalesce(
      json_extract_scalar(details, '$.spec.mtls_auth.accepted_client_ca'),
      json_extract_scalar(details, '$.spec.mtls_auth.accepted_client_ca_deprecated'),
      json_extract_scalar(details, '$.spec.metrics.accepted_client_ca'),
      nullif(array_join(details_client_ca_fingerprints, ', '), ''),
      ''
    ) AS certificates,
    coalesce(json_format(json_extract(details, '$.spec.mtls_auth.certificate_filters')), '') AS filters,
    coalesce(json_format(json_extract(details, '$.spec.authentication_settings')), '') AS sessions,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND status = 'OK'
    AND operation_name IN ('CreateNamespace', 'UpdateNamespace', 'UpdateAccount')
    AND (cardinality(details_client_ca_fingerprints) > 0 OR json_extract(details, '$.spec') IS NOT NULL)
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
`,
  ],
  [
    'break-glass-use',
    `-- title: Use of emergency accounts
-- group: privileged and change
-- description: Was an account that is for emergencies used, or changed?
--   The log does not know which accounts these are: name them.
-- meaning: One event by an emergency account, or to one, the newest first. Each must belong to an emergency that is
--   written down; change the credentials after it.
-- controls: SOC 2 CC6.3, SOC 2 CC7.2, ISO 27001 A.8.2, PCI DSS 10.2.1.2, NIST 800-53 AC-2(12), NIST 800-53 AC-6(9)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter accounts (text): The emergency accounts: names, e-mail addresses, ids or ids of API keys, with commas between.
SELECT
  emit_time,
  CASE
    WHEN contains(split(lower(:accounts), ','), lower(actor))
      OR contains(split(:accounts, ','), principal_id)
      OR contains(split(:accounts, ','), principal_api_key_id) THEN 'used'
    ELSE 'changed'
  END AS what_happened,
  actor,
  client_ip,
  principal_api_key_id,
  operation_name,
  status,
  namespace,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (
    contains(split(lower(:accounts), ','), lower(actor))
    OR contains(split(:accounts, ','), principal_id)
    OR contains(split(:accounts, ','), principal_api_key_id)
    OR contains(split(lower(:accounts), ','), lower(details_spec_email))
    OR contains(split(lower(:accounts), ','), lower(details_spec_name))
    OR contains(split(:accounts, ','), details_user_id)
    OR contains(split(:accounts, ','), details_service_account_id)
    OR contains(split(:accounts, ','), details_spec_owner_id)
    OR contains(split(:accounts, ','), details_key_id)
    OR arrays_overlap(split(:accounts, ','), details_target_users)
  )
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'bursts-of-deletes',
    `-- title: Bursts of deletions
-- group: failures and anomalies
-- description: Who deleted much in little time?
--   Deletions that succeeded, of any kind, each within so many minutes of the one before.
-- meaning: One burst by one actor, the newest first. See whether a tool took down what it had made; if a person did it,
--   ask at once, for some of it can be brought back for a short time only.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.2.1.7, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter minutes (integer, default 10): Minutes within which the next deletion belongs to the same burst.
-- parameter least (integer, default 5): Deletions that are worth a look.
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    resource_type,
    actor,
    client_ip,
    namespace,
    lag(emit_time) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS last_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND verb = 'delete'
),
bursts AS (
  SELECT
    steps.*,
    sum(CASE
      WHEN last_time IS NULL OR emit_time > date_add('minute', :minutes, last_time) THEN 1
      ELSE 0
    END) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS burst
  FROM steps
)
SELECT
  min(emit_time) AS first_deletion,
  max(emit_time) AS last_deletion,
  actor,
  burst,
  count(*) AS deletions,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT namespace ORDER BY namespace), ', '), '') AS namespaces,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
FROM bursts
GROUP BY actor, burst
HAVING count(*) >= :least
ORDER BY first_deletion DESC, actor, burst
`,
  ],
  [
    'changes-without-ticket',
    `-- title: Changes without a ticket
-- group: privileged and change
-- description: Which changes name no ticket?
--   A caller can give an operation an id, \`async_operation_id\` (\`request_id\` before 2025); this counts on the
--   convention that it holds the ticket. The console gives none of its own: what is done by hand there has no ticket.
-- meaning: One change that succeeded and whose id is missing or no ticket, the newest first. Find the ticket, or write
--   one; where it is always the same actor, give their tool the habit.
-- controls: SOC 2 CC8.1, ISO 27001 A.8.32, PCI DSS 6.5.1, NIST 800-53 CM-3, NIST 800-53 CM-5(1)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter pattern (text, default [A-Z][A-Z0-9]+-[0-9]+): What a ticket looks like, as a regular expression.
-- parameter actor (text, default empty): Only what this user or service account did.
SELECT
  emit_time,
  actor,
  principal_type,
  client_ip,
  operation_name,
  namespace,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND status = 'OK'
  AND verb NOT IN ('login', 'validate')
  AND NOT regexp_like(coalesce(async_operation_id, ''), :pattern)
  AND (:actor = '' OR lower(actor) = lower(:actor))
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'clock-skew',
    `-- title: Skew of clocks
-- group: logging controls
-- description: Do the clocks of Temporal and of the stream agree?
--   An event cannot arrive before it happened: where it did, the two clocks differ by at least as much. How long
--   delivery takes hides the same skew in the other direction.
-- meaning: One UTC day and one source, with the shortest and the longest way in milliseconds. Events ahead of their
--   arrival beyond the tolerance mean that times of this day are not exact: say so where seconds matter.
-- controls: ISO 27001 A.8.17, PCI DSS 10.6.3, NIST 800-53 AU-8, NIST 800-53 SC-45
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter tolerance (integer, default 1000): Milliseconds by which an event may be ahead of its arrival.
SELECT
  event_date,
  source,
  count(*) AS events,
  count_if(arrival_time < emit_time) AS ahead_of_arrival,
  count_if(date_add('millisecond', :tolerance, arrival_time) < emit_time) AS beyond_tolerance,
  min(date_diff('millisecond', emit_time, arrival_time)) AS shortest_ms,
  max(date_diff('millisecond', emit_time, arrival_time)) AS longest_ms
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY event_date, source
ORDER BY event_date, source
`,
  ],
  [
    'completeness-certificate',
    `-- title: Completeness certificate
-- group: logging controls
-- description: Is every piece that arrived on a day accounted for, and is the day sealed?
--   Receipts and dead letters count by the day on which they arrived, events by the day on which they happened: an
--   event of the last minutes of a day arrives on the next. What Temporal never sent cannot be missed by any count:
--   compare with its own API for that.
-- meaning: One UTC day. \`unaccounted\` must be 0 on each; open dead letters wait for somebody; a day that is not sealed
--   may still change. A day without any row had neither events nor arrivals.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.3.4, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
WITH days AS (
  SELECT
    date_format(arrival_to, '%Y-%m-%d') AS day,
    count(*) AS batches,
    sum(received) AS received,
    sum(stored) AS stored,
    sum(late) AS late,
    sum(repeats) AS repeats,
    sum(dead_letters) AS dead_letters,
    sum(empty) AS empty,
    0 AS open_dead_letters,
    0 AS events,
    0 AS sealed_events
  FROM receipts
  WHERE arrival_to >= :from AND arrival_to < :to
  GROUP BY date_format(arrival_to, '%Y-%m-%d')
  UNION ALL
  SELECT date_format(arrival_time, '%Y-%m-%d'), 0, 0, 0, 0, 0, 0, 0, count_if(redriven_at IS NULL), 0, 0
  FROM dead_letters
  WHERE arrival_time >= :from AND arrival_time < :to
  GROUP BY date_format(arrival_time, '%Y-%m-%d')
  UNION ALL
  SELECT event_date, 0, 0, 0, 0, 0, 0, 0, 0, count(*), 0
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
  GROUP BY event_date
  UNION ALL
  SELECT event_date, 0, 0, 0, 0, 0, 0, 0, 0, 0, count(*)
  FROM sealed
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND is_current
  GROUP BY event_date
)
SELECT
  day,
  sum(batches) AS batches,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(late) AS late,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  sum(received) - sum(stored) - sum(repeats) - sum(dead_letters) - sum(empty) AS unaccounted,
  sum(open_dead_letters) AS open_dead_letters,
  sum(events) AS events,
  CASE
    WHEN sum(events) = 0 THEN NULL
    WHEN sum(sealed_events) = 0 THEN 'open'
    WHEN sum(sealed_events) < sum(events) THEN 'partly sealed'
    ELSE 'sealed'
  END AS seal_state
FROM days
GROUP BY day
ORDER BY day
`,
  ],
  [
    'connectivity-rule-changes',
    `-- title: Changes of connectivity rules
-- group: privileged and change
-- description: Which rules about the networks that may connect were made or deleted, and which namespaces were bound to
--   others?
--   A binding is \`spec.connectivity_rule_ids\` of a change of a namespace, against the last that is known; before the
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
      WHEN json_extract(details, '$.spec.public_rule') IS NOT NULL THEN 'public'
      WHEN json_extract(details, '$.spec.private_rule') IS NOT NULL THEN 'private'
    END AS rule_type,
    json_extract_scalar(details, '$.spec.private_rule.connection_id') AS connection_id,
    json_extract_scalar(details, '$.spec.private_rule.region') AS region,
    coalesce(nullif(array_join(array_sort(
      CAST(json_extract(details, '$.spec.connectivity_rule_ids') AS array(varchar))
    ), ', '), ''), '') AS bound_rules,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND (
      resource_type = 'connectivity_rule'
      OR status = 'OK'
      AND operation_name IN ('CreateNamespace', 'UpdateNamespace')
      AND json_extract(details, '$.spec') IS NOT NULL
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
    'export-sink-changes',
    `-- title: Changes of export sinks
-- group: privileged and change
-- description: Where are workflow histories sent, and who changed that?
--   Made, changed, deleted and validated sinks, attempts that failed too. Where a sink leads is read from \`spec.s3\` and
--   \`spec.gcs\`, members of the Cloud Ops API; the documentation does not say what the details hold.
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
`,
  ],
  [
    'failed-operations-by-actor',
    `-- title: Failed operations by actor
-- group: failures and anomalies
-- description: Who fails how often, and at what?
--   The share is of all that the same actor tried in the period.
-- meaning: One user or service account with failures, the most first. A tool that fails at everything is broken; a
--   person who fails at many things may be trying doors.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.15, ISO 27001 A.8.16, PCI DSS 10.2.1.4, NIST 800-53 AC-2(12), NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter least (integer, default 1): Failures that are worth a row.
SELECT
  actor,
  max(principal_type) AS principal_type,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(*) AS tried,
  round(count_if(status IS DISTINCT FROM 'OK') * 100e0 / count(*), 1) AS failed_percent,
  nullif(array_join(
    array_agg(DISTINCT CASE WHEN status IS DISTINCT FROM 'OK' THEN operation_name END
      ORDER BY CASE WHEN status IS DISTINCT FROM 'OK' THEN operation_name END),
    ', '
  ), '') AS failed_at,
  count(DISTINCT CASE WHEN status IS DISTINCT FROM 'OK' THEN client_ip END) AS addresses,
  min(CASE WHEN status IS DISTINCT FROM 'OK' THEN emit_time END) AS first_failure,
  max(CASE WHEN status IS DISTINCT FROM 'OK' THEN emit_time END) AS last_failure
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
GROUP BY actor
HAVING count_if(status IS DISTINCT FROM 'OK') >= :least
ORDER BY failed DESC, actor
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
    'failovers',
    `-- title: Failovers and replicas
-- group: privileged and change
-- description: When did a namespace change its region, who made it, and how long had it been where it was?
--   Failovers that somebody asked for, and regions that were added or taken away; attempts that failed are in it too.
--   Failovers that Temporal makes by itself are not known to be in the log.
-- meaning: One failover or change of replicas, the newest first. Compare it with the incident or the exercise it
--   belongs to.
-- controls: SOC 2 A1.2, SOC 2 CC7.4, ISO 27001 A.5.30, ISO 27001 A.8.14, HIPAA 164.308(a)(7)(ii)(B), NIST 800-53 CP-10
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
-- parameter namespace (text, default empty): Only changes of this namespace.
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    operation_name,
    status,
    namespace,
    details_region AS region,
    lag(emit_time) OVER (
      PARTITION BY namespace, operation_name, status
      ORDER BY emit_time, log_id, operation
    ) AS last_time,
    lag(details_region) OVER (
      PARTITION BY namespace, operation_name, status
      ORDER BY emit_time, log_id, operation
    ) AS last_region,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND operation_name IN ('FailoverNamespaces', 'AddNamespaceRegion', 'DeleteNamespaceRegion')
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  namespace,
  region,
  last_region,
  date_diff('hour', last_time, emit_time) AS hours_since_last,
  async_operation_id,
  log_id
FROM steps
WHERE emit_time >= :from
  AND (:namespace = '' OR namespace = :namespace)
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'failure-then-success',
    `-- title: Failure, then success
-- group: failures and anomalies
-- description: Who failed at an operation again and again, and then succeeded?
--   As somebody does who tries until a door opens, or who gave themselves the right in between. Failures count when
--   they lie within the minutes before the success, with no other success between.
-- meaning: One success after so many failures by the same actor at the same operation, the newest first. See what
--   changed in between, and whether the success was meant to be possible.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.2.1.4, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter minutes (integer, default 60): Minutes before the success in which failures count.
-- parameter least (integer, default 3): Failures that are worth a look.
WITH counted AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    actor,
    status,
    client_ip,
    namespace,
    coalesce(sum(CASE WHEN status = 'OK' THEN 1 ELSE 0 END) OVER (
      PARTITION BY actor, operation_name
      ORDER BY emit_time, log_id, operation
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS successes_before
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND actor IS NOT NULL
),
runs AS (
  SELECT
    counted.*,
    max(CASE WHEN status = 'OK' THEN emit_time END) OVER (
      PARTITION BY actor, operation_name, successes_before
    ) AS success_time
  FROM counted
)
SELECT
  success_time,
  actor,
  operation_name,
  count_if(status IS DISTINCT FROM 'OK') AS failures,
  min(emit_time) AS first_failure,
  nullif(array_join(array_agg(DISTINCT namespace ORDER BY namespace), ', '), '') AS namespaces,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  max(CASE WHEN status = 'OK' THEN log_id END) AS log_id
FROM runs
WHERE emit_time >= date_add('minute', -:minutes, success_time)
GROUP BY success_time, actor, operation_name
HAVING count_if(status IS DISTINCT FROM 'OK') >= :least
ORDER BY success_time DESC, actor, operation_name
`,
  ],
  [
    'field-completeness',
    `-- title: Completeness of fields (NIST AU-3)
-- group: logging controls
-- description: How many events say what an audit record must say?
--   NIST 800-53 AU-3 asks for: a what, b when, c where, d the source, e the outcome, f who. Where is the namespace, or
--   the kind of thing, that it was done to. A log-in has no address where Temporal hides it, and one in the form of
--   2023 never has.
-- meaning: One of the six requirements, with how many events meet it. Below 100 percent, see \`example\`: mostly an old
--   form of the record.
-- controls: ISO 27001 A.8.15, PCI DSS 10.2.2, HIPAA 164.312(b), NIST 800-53 AU-3, NIST 800-53 AU-8, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
WITH totals AS (
  SELECT
    count(*) AS events,
    count_if(operation <> '') AS with_what,
    count(emit_time) AS with_when,
    count_if(coalesce(namespace, resource_type, '') <> '') AS with_where,
    count_if(coalesce(client_ip, x_forwarded_for, '') <> '') AS with_source,
    count_if(coalesce(status, '') <> '') AS with_outcome,
    count_if(coalesce(actor, '') <> '') AS with_identity,
    min(CASE WHEN coalesce(namespace, resource_type, '') = '' THEN log_id END) AS no_where,
    min(CASE WHEN coalesce(client_ip, x_forwarded_for, '') = '' THEN log_id END) AS no_source,
    min(CASE WHEN coalesce(status, '') = '' THEN log_id END) AS no_outcome,
    min(CASE WHEN coalesce(actor, '') = '' THEN log_id END) AS no_identity
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
),
requirements AS (
  SELECT
    element_at(ARRAY['a', 'b', 'c', 'd', 'e', 'f'], i) AS requirement,
    element_at(ARRAY['what', 'when', 'where', 'source', 'outcome', 'identity'], i) AS asks_for,
    element_at(
      ARRAY['operation', 'emit_time', 'namespace, resource_type', 'client_ip, x_forwarded_for', 'status', 'actor'],
      i
    ) AS columns_used,
    events,
    element_at(ARRAY[with_what, with_when, with_where, with_source, with_outcome, with_identity], i) AS complete,
    element_at(ARRAY[NULL, NULL, no_where, no_source, no_outcome, no_identity], i) AS example
  FROM totals
  CROSS JOIN UNNEST(sequence(1, 6)) AS t(i)
)
SELECT
  requirement,
  asks_for,
  columns_used,
  events,
  complete,
  events - complete AS incomplete,
  CASE WHEN events > 0 THEN floor(complete * 10000e0 / events) / 100e0 END AS complete_percent,
  example
FROM requirements
ORDER BY requirement
`,
  ],
  [
    'first-seen-addresses',
    `-- title: Addresses seen for the first time
-- group: failures and anomalies
-- description: From which addresses did somebody come who never came from there before?
--   Only who was seen before the period: everything is new about a new principal, see new-principals. The network is
--   the /24 of an IPv4 address, the /64 of an IPv6 one; country and provider are not in the log.
-- meaning: One principal at one address that is new, the newest first. Another address of a known network is often a
--   new lease; a new network is worth asking about.
-- controls: SOC 2 CC6.6, SOC 2 CC7.2, ISO 27001 A.8.16, HIPAA 164.308(a)(5)(ii)(C), NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 90): Days before the period that count as history.
WITH seen AS (
  SELECT
    actor,
    client_ip,
    CASE
      WHEN strpos(client_ip, ':') > 0 THEN nullif(array_join(slice(regexp_extract_all(
        replace(
          client_ip,
          '::',
          ':' || coalesce(nullif(array_join(repeat('0', 8 - regexp_count(client_ip, '[0-9a-f]+')), ':'), ''), '') || ':'
        ),
        '[0-9a-f]+'
      ), 1, 4), ':'), '') || '::/64'
      ELSE regexp_extract(client_ip, '^(\\d+\\.\\d+\\.\\d+)\\.\\d+$', 1) || '.0/24'
    END AS network,
    max(principal_type) AS principal_type,
    min(emit_time) AS first_seen,
    max(emit_time) AS last_seen,
    count(*) AS events,
    count_if(status IS DISTINCT FROM 'OK') AS failed,
    min_by(operation_name, to_iso8601(emit_time) || log_id || operation) AS first_operation
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
    AND client_ip IS NOT NULL
  GROUP BY actor, client_ip
),
dated AS (
  SELECT
    seen.*,
    min(first_seen) OVER (PARTITION BY actor) AS actor_first_seen,
    min(first_seen) OVER (PARTITION BY actor, network) AS network_first_seen
  FROM seen
)
SELECT
  first_seen,
  actor,
  principal_type,
  client_ip,
  network,
  network_first_seen < :from AS is_network_known,
  first_operation,
  events,
  failed,
  last_seen
FROM dated
WHERE first_seen >= :from
  AND actor_first_seen < :from
ORDER BY first_seen DESC, actor, client_ip
`,
  ],
  [
    'first-time-operations',
    `-- title: Operations done for the first time
-- group: failures and anomalies
-- description: Who did something that they never did before?
--   Only who was seen before the period, and for long enough: of somebody new all is new, see new-principals. What
--   failed counts too.
-- meaning: One principal and one operation that is new to it, the newest first. A service account that begins to do
--   something else is worth more of a look than a person whose work has changed.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.4.1, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 90): Days before the period that count as history.
-- parameter known (integer, default 7): Days before the operation since when the principal must be known.
WITH seen AS (
  SELECT
    actor,
    operation_name,
    max(principal_type) AS principal_type,
    min(emit_time) AS first_seen,
    count(*) AS events,
    count_if(status IS DISTINCT FROM 'OK') AS failed,
    max(emit_time) AS last_seen
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
  GROUP BY actor, operation_name
),
dated AS (
  SELECT
    seen.*,
    min(first_seen) OVER (PARTITION BY actor) AS actor_first_seen
  FROM seen
)
SELECT
  first_seen,
  actor,
  principal_type,
  operation_name,
  events,
  failed,
  last_seen,
  date_diff('day', actor_first_seen, first_seen) AS known_for_days
FROM dated
WHERE first_seen >= :from
  AND actor_first_seen < :from
  AND first_seen >= date_add('day', :known, actor_first_seen)
ORDER BY first_seen DESC, actor, operation_name
`,
  ],
  [
    'human-changes-on-managed-resources',
    `-- title: Changes by hand to what a tool manages
-- group: privileged and change
-- description: Who changed by hand what a service account otherwise manages, as Terraform does?
--   A resource is managed when a service account changed it so often, in the days before, as \`least\` says, and people
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
counted AS (
  SELECT
    changes.*,
    sum(CASE WHEN is_tool THEN 1 ELSE 0 END) OVER before AS by_tools,
    sum(CASE WHEN is_tool THEN 0 ELSE 1 END) OVER before AS by_people,
    max(CASE WHEN is_tool THEN to_iso8601(emit_time) || ' ' || actor END) OVER before AS last_tool
  FROM changes
  WHERE resource IS NOT NULL
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
    'logging-changes',
    `-- title: Changes of logging itself
-- group: privileged and change
-- description: Who changed the audit log sink or the observability endpoint of the account?
--   Whoever wants no witnesses begins here. \`UpdateAccount\` is the documented operation for both; the operations of the
--   sink alone are those of the Cloud Ops API, and are not documented to be logged. Attempts that failed are in it too.
--   While a sink is off, nothing arrives: see quiet-periods for the gap.
-- meaning: One change of the account or its audit log sink, the newest first. Each must have a ticket; look at what
--   came before it, and at how long it was quiet after it.
-- controls: SOC 2 CC7.1, SOC 2 CC7.2, ISO 27001 A.8.15, PCI DSS 10.2.1.6, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-9
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  actor,
  principal_type,
  client_ip,
  operation_name,
  status,
  coalesce(details_spec_name, details_name) AS sink,
  json_extract_scalar(details, '$.spec.enabled') = 'true' AS is_enabled,
  coalesce(
    json_extract_scalar(details, '$.spec.kinesis_sink.destination_uri'),
    json_extract_scalar(details, '$.spec.pub_sub_sink.topic_name')
  ) AS destination,
  details,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (
    operation_name = 'UpdateAccount'
    OR resource_type LIKE '%audit_log%'
    OR resource_type LIKE '%observability%'
  )
  AND verb <> 'validate'
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'mass-access-changes',
    `-- title: Mass invitations and changes of access
-- group: failures and anomalies
-- description: Who invited many, or changed the access of many, in little time?
--   Changes of users, groups and service accounts that succeeded, each within so many minutes of the one before. One
--   event that names several users counts for each of them.
-- meaning: One series by one actor, the newest first. A reorganisation looks like this, and so does somebody who lets
--   others in: see that it was announced.
-- controls: SOC 2 CC6.2, SOC 2 CC7.2, ISO 27001 A.5.18, ISO 27001 A.8.16, PCI DSS 10.2.1.5, NIST 800-53 AC-2(4), NIST 800-53 AC-2(12)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter minutes (integer, default 30): Minutes within which the next change belongs to the same series.
-- parameter least (integer, default 10): Users, groups and service accounts that are worth a look.
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    resource_type,
    actor,
    client_ip,
    namespace,
    greatest(coalesce(cardinality(details_target_users), 0), 1) AS subjects,
    lag(emit_time) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS last_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND (
      resource_type IN ('user', 'user_group', 'service_account')
      AND verb NOT IN ('login', 'delete')
    )
),
bursts AS (
  SELECT
    steps.*,
    sum(CASE
      WHEN last_time IS NULL OR emit_time > date_add('minute', :minutes, last_time) THEN 1
      ELSE 0
    END) OVER (PARTITION BY actor ORDER BY emit_time, log_id, operation) AS burst
  FROM steps
)
SELECT
  min(emit_time) AS first_change,
  max(emit_time) AS last_change,
  actor,
  burst AS series,
  sum(subjects) AS subjects,
  count(*) AS events,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT namespace ORDER BY namespace), ', '), '') AS namespaces,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
FROM bursts
GROUP BY actor, burst
HAVING sum(subjects) >= :least
ORDER BY first_change DESC, actor, burst
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
    'namespace-lifecycle',
    `-- title: Lives of namespaces
-- group: privileged and change
-- description: Which namespaces were made or deleted, by whom, and how much was changed in between?
--   A namespace is told by the name before the dot: the event that makes it has no other. What happened before the
--   period is not in it.
-- meaning: One namespace that was made or deleted in the period. Each should have a ticket, and a deletion the consent
--   of whoever owns the workflows in it.
-- controls: SOC 2 CC7.1, SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, PCI DSS 10.2.1.7, NIST 800-53 CM-3
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
WITH events AS (
  SELECT
    emit_time,
    log_id,
    operation_name,
    actor,
    split_part(coalesce(namespace, details_spec_name), '.', 1) AS namespace
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND starts_with(resource_type, 'namespace')
    AND verb <> 'validate'
)
SELECT
  namespace,
  min(CASE WHEN operation_name = 'CreateNamespace' THEN emit_time END) AS made_at,
  min_by(actor, CASE WHEN operation_name = 'CreateNamespace' THEN to_iso8601(emit_time) || log_id END) AS made_by,
  max(CASE WHEN operation_name = 'DeleteNamespace' THEN emit_time END) AS deleted_at,
  max_by(actor, CASE WHEN operation_name = 'DeleteNamespace' THEN to_iso8601(emit_time) || log_id END) AS deleted_by,
  count_if(operation_name NOT IN ('CreateNamespace', 'DeleteNamespace')) AS changes,
  max_by(operation_name, to_iso8601(emit_time) || log_id) = 'DeleteNamespace' AS is_deleted
FROM events
GROUP BY namespace
HAVING count_if(operation_name IN ('CreateNamespace', 'DeleteNamespace')) > 0
ORDER BY namespace
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
    'nexus-endpoint-changes',
    `-- title: Changes of Nexus endpoints
-- group: privileged and change
-- description: Which Nexus endpoints were made, changed or deleted, where do they lead, and who may call them?
--   Attempts that failed are in it too. Target and callers are read from \`spec.target_spec\` and \`spec.policy_specs\`,
--   members of the Cloud Ops API; the documentation does not say what the details hold. A deletion has the id only.
-- meaning: One event that concerns a Nexus endpoint, the newest first. An endpoint lets one namespace start work in
--   another: see that the owners of both know.
-- controls: SOC 2 CC6.1, SOC 2 CC7.1, SOC 2 CC8.1, ISO 27001 A.8.9, ISO 27001 A.8.32, PCI DSS 10.2.1.7, NIST 800-53 AC-4, NIST 800-53 CM-3
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  details_endpoint_id AS endpoint_id,
  details_spec_name AS endpoint,
  json_extract_scalar(details, '$.spec.target_spec.worker_target_spec.namespace_id') AS target_namespace,
  json_extract_scalar(details, '$.spec.target_spec.worker_target_spec.task_queue') AS target_task_queue,
  nullif(array_join(array_sort(array_distinct(regexp_extract_all(
    json_format(json_extract(details, '$.spec.policy_specs')),
    '"namespace_id":"([^"]*)"',
    1
  ))), ', '), '') AS allowed_callers,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND resource_type = 'nexus_endpoint'
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'off-hours-admin',
    `-- title: Administration out of hours
-- group: privileged and change
-- description: What did people change when nobody works?
--   By the clocks of a time zone, with its summer time. Service accounts work at any time and are left out, log-ins
--   too.
-- meaning: One event out of hours, the newest first. Ask those who are in it often, and look at each deletion and each
--   change of access.
-- controls: SOC 2 CC7.2, ISO 27001 A.8.16, PCI DSS 10.4.1, NIST 800-53 AC-2(12), NIST 800-53 AU-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter timezone (text, default UTC): Where the people work, such as Europe/Berlin.
-- parameter opens (integer, default 8): Hour at which work begins.
-- parameter closes (integer, default 18): Hour at which it ends; before \`opens\` for a night shift.
-- parameter workdays (text, default 1,2,3,4,5): Days of work: 1 is Monday.
-- parameter holidays (text, default empty): Days without work, such as 2026-12-25,2027-01-01.
WITH local_times AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    status,
    actor,
    client_ip,
    namespace,
    async_operation_id,
    at_timezone(with_timezone(emit_time, 'UTC'), :timezone) AS local_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND verb NOT IN ('login', 'validate')
    AND coalesce(principal_type, 'user') <> 'serviceaccount'
)
SELECT
  emit_time,
  date_format(local_time, '%Y-%m-%d %H:%i') AS local_time,
  date_format(local_time, '%W') AS weekday,
  actor,
  client_ip,
  operation_name,
  status,
  namespace,
  async_operation_id,
  log_id
FROM local_times
WHERE NOT contains(split(:workdays, ','), CAST(day_of_week(local_time) AS varchar))
  OR contains(split(:holidays, ','), date_format(local_time, '%Y-%m-%d'))
  OR CASE
    WHEN :opens <= :closes THEN hour(local_time) < :opens OR hour(local_time) >= :closes
    ELSE hour(local_time) < :opens AND hour(local_time) >= :closes
  END
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'open-dead-letters',
    `-- title: Open dead letters
-- group: logging controls
-- description: What arrived, could not become a row, and still waits for somebody?
--   Its bytes are kept exactly. What was mended and sent through again is not in it.
-- meaning: One piece of a record, the oldest first. \`audit-lake dead-letters show\` has all of it; mend it and \`redrive\`
--   it, or write down why it is none of the log.
-- controls: ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default 1970-01-01): Only what arrived since.
SELECT
  arrival_time,
  reason,
  message,
  path,
  source,
  shard_id,
  sequence_number,
  substr(payload_text, 1, 200) AS beginning,
  dead_letter_id
FROM dead_letters
WHERE arrival_time >= :from
  AND redriven_at IS NULL
ORDER BY arrival_time, dead_letter_id
`,
  ],
  [
    'out-of-order-arrivals',
    `-- title: Events that arrived out of order
-- group: logging controls
-- description: Which events arrived after others of the same shard that happened later?
--   Delivery promises no order. Whoever reads the newest events only, or keeps a mark of how far they have read, misses
--   these. Late ones have a query of their own: late-arrivals.
-- meaning: One UTC day and one source, with its events that arrived behind later ones. Nothing needs to be done in this
--   lake: a tool that reads the stream itself must expect as much.
-- controls: ISO 27001 A.8.15, ISO 27001 A.8.17, NIST 800-53 AU-8, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter minutes (integer, default 5): Minutes by which a later event must have come before.
WITH steps AS (
  SELECT
    event_date,
    emit_time,
    arrival_time,
    source,
    max(emit_time) OVER (
      PARTITION BY source, shard_id
      ORDER BY arrival_time, sequence_number, emit_time, log_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS latest_before
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
)
SELECT
  event_date,
  source,
  count(*) AS events,
  max(date_diff('minute', emit_time, latest_before)) AS most_minutes_behind,
  min(arrival_time) AS first_arrival,
  max(arrival_time) AS last_arrival
FROM steps
WHERE latest_before >= date_add('minute', :minutes, emit_time)
GROUP BY event_date, source
ORDER BY event_date, source
`,
  ],
  [
    'plan-changes',
    `-- title: Changes of the plan
-- group: privileged and change
-- description: Who changed the plan of the account?
--   Attempts that failed are in it too. What the details of \`ChangeAccountPlanType\` hold is not documented: they are
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
`,
  ],
  [
    'privileged-grants-and-revokes',
    `-- title: Privileged roles given and taken
-- group: privileged and change
-- description: Who was given a privileged role or permission, who lost it, when and by whom?
--   Read from the roles that changes of users, groups and service accounts ask for, against those they asked for
--   before; a deletion takes all. What was given before the history begins is unknown: then a revocation cannot be
--   told, and a role that is confirmed looks like one given. Roles of a group count for the group, not for its members.
--   The role names are those of the Cloud Ops API and of older records; the documentation does not say what the details
--   hold.
-- meaning: One privileged role that was given or taken, the newest first. For each one given, see that somebody other
--   than the actor approved it; for each one taken, that it was in time.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.18, ISO 27001 A.8.2, PCI DSS 7.2.4, HIPAA 164.308(a)(4)(ii)(C), NIST 800-53 AC-2(4), NIST 800-53 AC-6(9)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
-- parameter roles (text, default owner,admin,role_owner,role_admin,permission_admin): Roles and permissions that are privileged.
WITH names AS (
  SELECT
    principal_id AS id,
    max(principal_name) AS name
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND principal_id IS NOT NULL
  GROUP BY principal_id
),
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    resource_type,
    actor,
    client_ip,
    async_operation_id,
    details,
    coalesce(details_user_id, details_service_account_id, details_group_id) AS subject_id,
    coalesce(
      details_spec_email,
      nullif(array_join(details_target_users, ', '), ''),
      details_spec_name,
      details_spec_display_name
    ) AS subject_name,
    CASE WHEN starts_with(operation_name, 'Set') THEN coalesce(namespace, '') ELSE '' END AS scope,
    split(
      lower(
        coalesce(details_spec_access_account_access_role, details_access_account_access_role, '')
        || ',' || coalesce(nullif(array_join(details_roles, ','), ''), '')
        || ',' || coalesce(details_access_permission, details_namespace_access_permission, '')
        || ',' || coalesce(json_extract_scalar(details, '$.spec.namespace_scoped_access.access.permission'), '')
        || ',' || coalesce(nullif(array_join(regexp_extract_all(
          coalesce(details_spec_access_namespace_accesses, details_access_namespace_accesses),
          '"permission"\\s*:\\s*"([^"]*)"',
          1
        ), ','), ''), '')
      ),
      ','
    ) AS given
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND status = 'OK'
    AND resource_type IN ('user', 'user_group', 'service_account')
    AND verb <> 'login'
),
states AS (
  SELECT
    changes.*,
    lower(CASE
      WHEN subject_id IS NULL THEN subject_name
      ELSE coalesce(max(subject_name) OVER (PARTITION BY subject_id), names.name, subject_id)
    END) AS subject,
    verb <> 'delete' AND arrays_overlap(given, split(lower(:roles), ',')) AS is_privileged
  FROM changes
  LEFT JOIN names ON names.id = changes.subject_id
  WHERE verb = 'delete'
    OR starts_with(operation_name, 'Set')
    OR cardinality(array_remove(given, '')) > 0
    OR json_extract(details, '$.spec.access') IS NOT NULL
),
steps AS (
  SELECT
    states.*,
    coalesce(
      lag(is_privileged) OVER (PARTITION BY resource_type, subject, scope ORDER BY emit_time, log_id, operation),
      false
    ) AS was_privileged
  FROM states
),
counted AS (
  SELECT
    steps.*,
    coalesce(sum(CASE
      WHEN is_privileged AND NOT was_privileged THEN 1
      WHEN was_privileged AND NOT is_privileged THEN -1
      ELSE 0
    END) OVER (
      PARTITION BY resource_type, subject
      ORDER BY emit_time, log_id, operation
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS privileges_before
  FROM steps
)
SELECT
  emit_time,
  CASE WHEN is_privileged THEN 'given' ELSE 'taken' END AS change,
  resource_type,
  subject,
  nullif(scope, '') AS namespace,
  nullif(array_join(array_remove(array_distinct(given), ''), ', '), '') AS roles,
  actor,
  client_ip,
  operation_name,
  async_operation_id,
  log_id
FROM counted
WHERE emit_time >= :from
  AND (
    is_privileged AND NOT was_privileged
    OR was_privileged AND NOT is_privileged
    OR verb = 'delete' AND privileges_before > 0
  )
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'quiet-periods',
    `-- title: Quiet periods
-- group: logging controls
-- description: When did nothing arrive for long?
--   Between one batch and the next of a source, at the stream itself. A weekend is quiet, and so is a broken delivery:
--   the log cannot tell them apart, Temporal says how its sink is in its own API and console. What arrived later about
--   a quiet time shows in late-arrivals.
-- meaning: One gap, the newest first. Where it lies in working hours, look for changes of the sink (logging-changes),
--   and at the health of the sink.
-- controls: ISO 27001 A.8.15, PCI DSS 10.2.1.6, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter hours (integer, default 24): Hours that are long.
WITH steps AS (
  SELECT
    source,
    arrival_from,
    batch_id,
    max(arrival_to) OVER (
      PARTITION BY source
      ORDER BY arrival_from, batch_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS last_arrival
  FROM receipts
  WHERE arrival_to >= :from AND arrival_to < :to
)
SELECT
  source,
  last_arrival AS quiet_from,
  arrival_from AS quiet_to,
  date_diff('hour', last_arrival, arrival_from) AS hours,
  batch_id
FROM steps
WHERE arrival_from >= date_add('hour', :hours, last_arrival)
ORDER BY arrival_from DESC, batch_id
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
    'record-format-drift',
    `-- title: Drift of the record format
-- group: logging controls
-- description: What is in the records that was not in them before, and what is gone?
--   Forms of the record, operations, outcomes, types of principals, and members that have no column: each with its
--   first and last sight. Temporal adds operations and takes members away with notice, but not to you.
-- meaning: One thing that records hold, with whether it is new in the period. A new operation may belong into a rule of
--   yours; a member without a column is in \`extra\`; what was last seen long ago may have another name now.
-- controls: SOC 2 CC7.1, ISO 27001 A.8.15, ISO 27001 A.8.16, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period that count as history.
WITH grouped AS (
  SELECT
    record_form,
    operation,
    status,
    principal_type,
    CASE WHEN extra IS NOT NULL THEN map_keys(CAST(json_parse(extra) AS map(varchar, json))) END AS members,
    emit_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
),
lists AS (
  SELECT
    ARRAY[
      'form ' || record_form,
      'operation ' || operation,
      'status ' || coalesce(status, '(none)'),
      'principal type ' || coalesce(principal_type, '(none)')
    ] || coalesce(transform(members, member -> 'member ' || member), ARRAY[]) AS things,
    4 + coalesce(cardinality(members), 0) AS size,
    emit_time
  FROM grouped
)
SELECT
  thing,
  count(*) AS events,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen,
  min(emit_time) >= :from AS is_new,
  max(emit_time) < :from AS is_gone
FROM (
  SELECT element_at(things, i) AS thing, emit_time
  FROM lists
  CROSS JOIN UNNEST(sequence(1, size)) AS t(i)
)
GROUP BY thing
ORDER BY thing
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
    'retention-reductions',
    `-- title: Retention made shorter
-- group: privileged and change
-- description: Where was the time shortened for which closed workflows are kept?
--   Read from \`spec.retention_days\` of the changes of a namespace, against the last that is known. What it was before
--   the history begins is unknown, and the first change then shows nothing.
-- meaning: One namespace whose retention was made shorter, the newest first. Evidence of what ran may be gone sooner
--   than a policy promises: ask who needed it, and export what must be kept.
-- controls: SOC 2 CC7.1, ISO 27001 A.5.33, ISO 27001 A.8.9, PCI DSS 10.5.1, NIST 800-53 AU-11, NIST 800-53 CM-6
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period in which the state before is looked for.
WITH retentions AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    client_ip,
    coalesce(namespace, details_spec_name) AS namespace,
    details_spec_retention_days AS days,
    lag(details_spec_retention_days) OVER (
      PARTITION BY split_part(coalesce(namespace, details_spec_name), '.', 1)
      ORDER BY emit_time, log_id, operation
    ) AS days_before,
    async_operation_id
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND status = 'OK'
    AND resource_type = 'namespace'
    AND details_spec_retention_days IS NOT NULL
)
SELECT
  emit_time,
  actor,
  client_ip,
  namespace,
  days_before,
  days,
  async_operation_id,
  log_id
FROM retentions
WHERE emit_time >= :from
  AND days < days_before
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'search-attribute-changes',
    `-- title: Changes of search attributes
-- group: privileged and change
-- description: Which custom search attributes were added, renamed or given another type?
--   A new name is in the event; what was added is told from \`spec.search_attributes\` (\`spec.custom_search_attributes\`
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
      json_format(json_extract(details, '$.spec.search_attributes')),
      json_format(json_extract(details, '$.spec.custom_search_attributes'))
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
`,
  ],
  [
    'self-granted-privileges',
    `-- title: Privileges given to oneself
-- group: privileged and change
-- description: Who changed their own access?
--   The one who did it is the one it was done to: by id, e-mail address or name. Attempts that failed are in it too.
--   Access that somebody gets through a group, or through a service account of their own, is not: see
--   separation-of-duties.
-- meaning: One change of the own access, the newest first. Nobody needs this: ask who approved it, and take the access
--   back unless somebody did.
-- controls: SOC 2 CC6.3, ISO 27001 A.5.3, ISO 27001 A.8.2, PCI DSS 7.2.4, NIST 800-53 AC-5, NIST 800-53 AC-6(9)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter roles (text, default owner,admin,role_owner,role_admin,permission_admin): Roles and permissions that are privileged.
WITH changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    status,
    actor,
    client_ip,
    namespace,
    async_operation_id,
    split(
      lower(
        coalesce(details_spec_access_account_access_role, details_access_account_access_role, '')
        || ',' || coalesce(nullif(array_join(details_roles, ','), ''), '')
        || ',' || coalesce(details_access_permission, details_namespace_access_permission, '')
        || ',' || coalesce(json_extract_scalar(details, '$.spec.namespace_scoped_access.access.permission'), '')
        || ',' || coalesce(nullif(array_join(regexp_extract_all(
          coalesce(details_spec_access_namespace_accesses, details_access_namespace_accesses),
          '"permission"\\s*:\\s*"([^"]*)"',
          1
        ), ','), ''), '')
      ),
      ','
    ) AS given
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND resource_type IN ('user', 'service_account')
    AND verb NOT IN ('login', 'delete')
    AND (
      principal_id IN (details_user_id, details_service_account_id)
      OR lower(details_spec_email) IN (lower(principal_name), lower(user_email))
      OR principal_type = 'serviceaccount' AND details_spec_name = principal_name
      OR contains(details_target_users, principal_id)
      OR contains(details_target_users, actor)
    )
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  namespace,
  nullif(array_join(array_remove(array_distinct(given), ''), ', '), '') AS roles,
  arrays_overlap(given, split(lower(:roles), ',')) AS is_privileged,
  async_operation_id,
  log_id
FROM changes
ORDER BY emit_time DESC, log_id, operation
`,
  ],
  [
    'separation-of-duties',
    `-- title: Separation of duties
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
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    details_spec_name AS service_account,
    operation_name = 'CreateServiceAccount' AS is_account,
    operation_name = 'CreateServiceAccountAPIKey'
      OR operation_name = 'CreateAPIKey' AND lower(details_spec_owner_type) LIKE '%service%' AS is_key,
    resource_type = 'service_account' AND arrays_overlap(
      split(
        lower(
          coalesce(details_spec_access_account_access_role, details_access_account_access_role, '')
          || ',' || coalesce(nullif(array_join(details_roles, ','), ''), '')
          || ',' || coalesce(details_access_permission, details_namespace_access_permission, '')
          || ',' || coalesce(json_extract_scalar(details, '$.spec.namespace_scoped_access.access.permission'), '')
          || ',' || coalesce(nullif(array_join(regexp_extract_all(
            coalesce(details_spec_access_namespace_accesses, details_access_namespace_accesses),
            '"permission"\\s*:\\s*"([^"]*)"',
            1
          ), ','), ''), '')
        ),
        ','
      ),
      split(lower(:roles), ',')
    ) AS is_privilege
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND actor IS NOT NULL
    AND resource_type IN ('service_account', 'api_key')
    AND verb <> 'delete'
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
`,
  ],
  [
    'service-accounts-from-human-networks',
    `-- title: Service accounts where people are
-- group: failures and anomalies
-- description: Which service account was used from a network that people work from?
--   The network is the /24 of an IPv4 address, the /64 of an IPv6 one. Where people and machines go out through one
--   gateway, name its network as one to leave out.
-- meaning: One service account at one network, with the people seen there in the period. Its key may lie on the
--   computer of one of them: keys of machines belong on machines.
-- controls: SOC 2 CC6.1, SOC 2 CC7.2, ISO 27001 A.5.17, ISO 27001 A.8.16, PCI DSS 8.6.1, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter except (text, default empty): Networks to leave out, such as 192.0.2.0/24,198.51.100.0/24.
WITH seen AS (
  SELECT
    emit_time,
    actor,
    principal_type,
    operation_name,
    client_ip,
    CASE
      WHEN strpos(client_ip, ':') > 0 THEN nullif(array_join(slice(regexp_extract_all(
        replace(
          client_ip,
          '::',
          ':' || coalesce(nullif(array_join(repeat('0', 8 - regexp_count(client_ip, '[0-9a-f]+')), ':'), ''), '') || ':'
        ),
        '[0-9a-f]+'
      ), 1, 4), ':'), '') || '::/64'
      ELSE regexp_extract(client_ip, '^(\\d+\\.\\d+\\.\\d+)\\.\\d+$', 1) || '.0/24'
    END AS network
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND actor IS NOT NULL
    AND client_ip IS NOT NULL
),
people AS (
  SELECT
    network,
    nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS people
  FROM seen
  WHERE coalesce(principal_type, 'user') = 'user'
  GROUP BY network
)
SELECT
  seen.actor AS service_account,
  seen.network AS network,
  max(people.people) AS people,
  count(*) AS events,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM seen
JOIN people ON people.network = seen.network
WHERE principal_type = 'serviceaccount'
  AND NOT contains(split(:except, ','), seen.network)
GROUP BY seen.actor, seen.network
ORDER BY seen.actor, seen.network
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
