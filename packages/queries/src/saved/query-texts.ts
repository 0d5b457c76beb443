/** The files in `packages/queries/sql`: name and text. Written by `npx tsx tools/query-texts.ts`. */
export const queryTexts: readonly (readonly [name: string, text: string])[] = [
  [
    'access-as-of',
    `-- title: Access as of a date
-- group: population and access
-- description: Who had what on any date: which account role, which permission in which namespace, membership of which group?
--   Folded from all that the log says before that moment; attempts that failed change nothing.
-- meaning: One user, service account or user group, and one place where it may do something. Column unknown says what the log cannot tell:
--   what somebody had before the first event about them, and a role that an event changed without saying to what.
--   What one may do as a member of a group is the group's row: operations on members are not documented for the log.
--   Check each row with who owns the place; take away what nobody can explain, and note the decision beside the row.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.15, ISO 27001 A.5.18, PCI DSS 7.2.4, HIPAA 164.308(a)(4)(ii)(C), NIST 800-53 AC-2
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter subject (text, default empty): Only this user, service account or group: e-mail address, name, or id where no name is known.
-- parameter place (text, default empty): Only this namespace; write account for account roles.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
-- What each subject has: recency 1, from the last change on that states all.
stated AS (
  SELECT
    steps.*,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject) AS last_full,
    min(emit_time) OVER (PARTITION BY subject_type, subject) AS first_change
  FROM steps
),
state AS (
  SELECT
    stated.*,
    row_number() OVER (PARTITION BY subject_type, subject, scope ORDER BY step DESC, access) AS recency
  FROM stated
  WHERE last_full IS NULL OR step >= last_full
),
-- Who was at work, and when: counted by what events say, then by name.
activity AS (
  SELECT
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, actor)) ELSE coalesce(names.name, actor) END AS subject,
    min(first_time) AS first_seen,
    max(last_time) AS last_seen,
    sum(events_of_actor) AS events
  FROM (
    SELECT
      CASE principal_type WHEN 'serviceaccount' THEN 'service_account' ELSE 'user' END AS subject_type,
      actor,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events_of_actor
    FROM audit_logs
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND actor IS NOT NULL
    GROUP BY 1, 2
  ) seen
  LEFT JOIN names ON names.kind = subject_type AND names.id = actor
  GROUP BY 1, 2
)
SELECT
  subject_type,
  subject,
  scope,
  coalesce(access, 'unknown') AS access,
  emit_time AS since,
  actor AS given_by,
  operation_name,
  async_operation_id,
  CASE
    WHEN access IS NULL THEN 'which access: the event does not say it'
    WHEN last_full IS NULL THEN 'what it had before ' || date_format(first_change, '%Y-%m-%d %H:%i:%s') || ', its first event'
  END AS unknown
FROM state
WHERE recency = 1 AND access IS DISTINCT FROM 'none'
  AND (:subject = '' OR lower(subject) = lower(:subject))
  AND (:place = '' OR scope = :place)
UNION ALL
SELECT
  subject_type,
  subject,
  'account',
  'unknown',
  NULL,
  NULL,
  NULL,
  NULL,
  'all of its access: it was seen at work since ' || date_format(first_seen, '%Y-%m-%d %H:%i:%s') || ', and no event says what it may do'
FROM activity
WHERE NOT EXISTS (SELECT 1 FROM state WHERE state.subject_type = activity.subject_type AND state.subject = activity.subject)
  AND (:subject = '' OR lower(subject) = lower(:subject))
  AND :place IN ('', 'account')
ORDER BY subject_type, subject, scope
`,
  ],
  [
    'access-history',
    `-- title: Access history
-- group: population and access
-- description: From when until when did each user, service account and group have which role or permission, and who gave it and took it?
-- meaning: One stay of one role or permission that reached into the period. valid_to is NULL where it had not ended when the period did.
--   unknown says where the access before valid_from is not known, because no earlier event states all of it.
--   Look for what was held for minutes only, and for what outlived the job it was given for.
-- controls: SOC 2 CC6.3, ISO 27001 A.5.18, PCI DSS 7.2.4, NIST 800-53 AC-2(4)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter subject (text, default empty): Only this user, service account or group: e-mail address, name, or id where no name is known.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
spans AS (
  SELECT
    steps.*,
    lag(access) OVER (PARTITION BY subject_type, subject, scope ORDER BY step, access) AS access_before,
    min(step) OVER (PARTITION BY subject_type, subject, scope ORDER BY step RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_same,
    min(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject ORDER BY step RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_full,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject ORDER BY step RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS full_before,
    max(step) OVER (PARTITION BY subject_type, subject, scope ORDER BY step RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS same_before
  FROM steps
),
ends AS (
  SELECT DISTINCT subject_type, subject, step, emit_time, log_id, operation, operation_name, verb, actor, async_operation_id
  FROM steps
)
SELECT
  spans.subject_type,
  spans.subject,
  spans.scope,
  coalesce(spans.access, 'unknown') AS access,
  spans.emit_time AS valid_from,
  spans.actor AS given_by,
  ends.emit_time AS valid_to,
  ends.actor AS ended_by,
  ends.operation_name AS ended_by_operation,
  CASE
    WHEN spans.same_before IS NULL AND spans.full_before IS NULL AND spans.verb NOT IN ('create', 'invite') THEN 'what it had before valid_from'
  END AS unknown,
  spans.log_id
FROM spans
LEFT JOIN ends ON ends.subject_type = spans.subject_type AND ends.subject = spans.subject
  AND ends.step = least(coalesce(spans.next_same, spans.next_full), coalesce(spans.next_full, spans.next_same))
WHERE spans.access IS DISTINCT FROM 'none'
  AND (ends.emit_time IS NULL OR ends.emit_time >= :from)
  AND (:subject = '' OR lower(spans.subject) = lower(:subject))
ORDER BY valid_from, log_id, subject_type, subject, scope
`,
  ],
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
  sentence,
  operation_name,
  status,
  namespace,
  client_ip,
  principal_api_key_id,
  details,
  async_operation_id,
  log_id
FROM events_flat
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
    'api-key-inventory',
    `-- title: API-key inventory
-- group: credentials
-- description: Which API keys were there at a moment: whose, how old, until when, and when last used?
-- meaning: One key that is not deleted. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   Column unknown says what the log cannot tell. Use counts changes made with the key, failed ones too; starting workflows is not in the log.
--   A key without an owner that you know, or older than your rule allows, is to be replaced.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, PCI DSS 8.6.3, NIST 800-53 IA-5
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- API keys, each with what is known of it: an event about one counts for itself, uses only by key, owner and address.
key_ids AS (
  SELECT key_name, owner_id, min(key_id) AS key_id
  FROM api_key_events
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND role = 'about' AND status = 'OK' AND key_id IS NOT NULL AND key_name IS NOT NULL
  GROUP BY key_name, owner_id
  HAVING count(DISTINCT key_id) = 1
),
key_events AS (
  SELECT
    role,
    verb,
    actor,
    client_ip,
    event.key_name,
    owner_type,
    event.owner_id,
    expiry_time,
    is_disabled,
    coalesce(event.key_id, key_ids.key_id) AS key_id,
    coalesce(event.key_id, key_ids.key_id, event.key_name) AS known_by,
    first_time,
    last_time,
    events,
    row(last_time, coalesce(log_id, ''), coalesce(operation, '')) AS moment
  FROM (
    SELECT
      role,
      key_id,
      key_name,
      owner_type,
      owner_id,
      expiry_time,
      is_disabled,
      CASE role WHEN 'with' THEN client_ip END AS client_ip,
      CASE role WHEN 'about' THEN verb END AS verb,
      CASE role WHEN 'about' THEN actor END AS actor,
      CASE role WHEN 'about' THEN log_id END AS log_id,
      CASE role WHEN 'about' THEN operation END AS operation,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events
    FROM api_key_events
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND (role = 'with' OR status = 'OK')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
  ) event
  LEFT JOIN key_ids ON key_ids.key_name = event.key_name AND key_ids.owner_id IS NOT DISTINCT FROM event.owner_id
),
keys AS (
  SELECT
    key_id,
    known_by,
    max_by(key_name, CASE WHEN key_name IS NOT NULL THEN moment END) AS key_name,
    max_by(owner_type, CASE WHEN owner_type IS NOT NULL THEN moment END) AS owner_type,
    max_by(owner_id, CASE WHEN owner_id IS NOT NULL THEN moment END) AS owner_id,
    max_by(expiry_time, CASE WHEN expiry_time IS NOT NULL THEN moment END) AS expires,
    coalesce(max_by(coalesce(is_disabled, false), CASE WHEN coalesce(key_name, expiry_time) IS NOT NULL OR is_disabled IS NOT NULL THEN moment END), false) AS is_disabled,
    count_if(verb = 'create') > 0 AS is_made_here,
    min(first_time) AS first_event,
    max(CASE WHEN verb = 'create' THEN last_time END) AS created,
    max_by(actor, CASE WHEN verb = 'create' THEN moment END) AS created_by,
    max(CASE WHEN verb = 'delete' THEN last_time END) AS deleted,
    max_by(actor, CASE WHEN verb = 'delete' THEN moment END) AS deleted_by,
    max(CASE WHEN role = 'with' THEN last_time END) AS last_used,
    sum(CASE WHEN role = 'with' THEN events ELSE 0 END) AS uses,
    nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
  FROM key_events
  GROUP BY key_id, known_by
)
SELECT
  key_id,
  key_name,
  owner_type,
  coalesce(names.name, owner_id) AS owner,
  created,
  created_by,
  date_diff('day', coalesce(created, first_event), :to) AS age_days,
  expires,
  is_disabled,
  last_used,
  date_diff('day', last_used, :to) AS days_since_use,
  uses,
  addresses,
  CASE
    WHEN NOT is_made_here THEN 'when and by whom it was made: its age is from its first event on'
    WHEN key_id IS NULL THEN 'its id, and so its use'
  END AS unknown
FROM keys
LEFT JOIN names ON names.id = owner_id AND names.kind IN ('user', 'service_account')
WHERE deleted IS NULL OR created > deleted
ORDER BY key_id, key_name
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
    principal_api_key_id,
    actor,
    client_ip,
    count(*) AS events_of_address,
    min(emit_time) AS first_time,
    max(emit_time) AS last_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND principal_api_key_id IS NOT NULL
    AND client_ip IS NOT NULL
  GROUP BY event_date, principal_api_key_id, actor, client_ip
),
placed AS (
  SELECT
    used.*,
    -- The /24 of an IPv4 address, the /64 of an IPv6 one.
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
  FROM used
)
SELECT
  event_date,
  principal_api_key_id,
  nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS actors,
  count(DISTINCT network) AS networks,
  nullif(array_join(array_agg(DISTINCT network ORDER BY network), ', '), '') AS network_list,
  count(DISTINCT client_ip) AS addresses,
  sum(events_of_address) AS events,
  min(first_time) AS first_seen,
  max(last_time) AS last_seen
FROM placed
GROUP BY event_date, principal_api_key_id
HAVING count(DISTINCT network) >= :least
ORDER BY event_date DESC, principal_api_key_id
`,
  ],
  [
    'api-keys-per-owner',
    `-- title: Owners with more API keys than allowed
-- group: credentials
-- description: Who owns more API keys than the rule allows?
-- meaning: One owner with the keys that are not deleted and not past their expiry. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   Keys made before the log begins and not used since are not counted. More than two keys are seldom needed: one in use, one that
--   replaces it. Ask what each is for.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, NIST 800-53 AC-6, NIST 800-53 IA-5
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter most (integer, default 2): How many keys are allowed.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- API keys, each with what is known of it: an event about one counts for itself, uses only by key, owner and address.
key_ids AS (
  SELECT key_name, owner_id, min(key_id) AS key_id
  FROM api_key_events
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND role = 'about' AND status = 'OK' AND key_id IS NOT NULL AND key_name IS NOT NULL
  GROUP BY key_name, owner_id
  HAVING count(DISTINCT key_id) = 1
),
key_events AS (
  SELECT
    role,
    verb,
    actor,
    client_ip,
    event.key_name,
    owner_type,
    event.owner_id,
    expiry_time,
    is_disabled,
    coalesce(event.key_id, key_ids.key_id) AS key_id,
    coalesce(event.key_id, key_ids.key_id, event.key_name) AS known_by,
    first_time,
    last_time,
    events,
    row(last_time, coalesce(log_id, ''), coalesce(operation, '')) AS moment
  FROM (
    SELECT
      role,
      key_id,
      key_name,
      owner_type,
      owner_id,
      expiry_time,
      is_disabled,
      CASE role WHEN 'with' THEN client_ip END AS client_ip,
      CASE role WHEN 'about' THEN verb END AS verb,
      CASE role WHEN 'about' THEN actor END AS actor,
      CASE role WHEN 'about' THEN log_id END AS log_id,
      CASE role WHEN 'about' THEN operation END AS operation,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events
    FROM api_key_events
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND (role = 'with' OR status = 'OK')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
  ) event
  LEFT JOIN key_ids ON key_ids.key_name = event.key_name AND key_ids.owner_id IS NOT DISTINCT FROM event.owner_id
),
keys AS (
  SELECT
    key_id,
    known_by,
    max_by(key_name, CASE WHEN key_name IS NOT NULL THEN moment END) AS key_name,
    max_by(owner_type, CASE WHEN owner_type IS NOT NULL THEN moment END) AS owner_type,
    max_by(owner_id, CASE WHEN owner_id IS NOT NULL THEN moment END) AS owner_id,
    max_by(expiry_time, CASE WHEN expiry_time IS NOT NULL THEN moment END) AS expires,
    coalesce(max_by(coalesce(is_disabled, false), CASE WHEN coalesce(key_name, expiry_time) IS NOT NULL OR is_disabled IS NOT NULL THEN moment END), false) AS is_disabled,
    count_if(verb = 'create') > 0 AS is_made_here,
    min(first_time) AS first_event,
    max(CASE WHEN verb = 'create' THEN last_time END) AS created,
    max_by(actor, CASE WHEN verb = 'create' THEN moment END) AS created_by,
    max(CASE WHEN verb = 'delete' THEN last_time END) AS deleted,
    max_by(actor, CASE WHEN verb = 'delete' THEN moment END) AS deleted_by,
    max(CASE WHEN role = 'with' THEN last_time END) AS last_used,
    sum(CASE WHEN role = 'with' THEN events ELSE 0 END) AS uses,
    nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
  FROM key_events
  GROUP BY key_id, known_by
)
SELECT
  owner_id,
  max(coalesce(names.name, owner_id)) AS owner,
  max(owner_type) AS owner_type,
  count(*) AS live_keys,
  count_if(last_used IS NULL) AS never_used,
  count_if(is_disabled) AS disabled,
  nullif(array_join(array_agg(known_by ORDER BY known_by), ', '), '') AS key_list,
  min(created) AS oldest,
  max(created) AS newest
FROM keys
LEFT JOIN names ON names.id = owner_id AND names.kind IN ('user', 'service_account')
WHERE (deleted IS NULL OR created > deleted) AND owner_id IS NOT NULL AND known_by IS NOT NULL
  AND coalesce(substr(expires, 1, 19) > date_format(:to, '%Y-%m-%dT%H:%i:%s'), true)
GROUP BY owner_id
HAVING count(*) > :most
ORDER BY live_keys DESC, owner_id
`,
  ],
  [
    'api-keys-to-rotate',
    `-- title: API keys without an expiry, or overdue for rotation
-- group: credentials
-- description: Which API keys never expire, live longer than they should, or are past their expiry and still there?
-- meaning: One key that is not deleted, and the worst that is true of it. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   A key of which no event says what it was made with is not in it: see api-key-inventory for those.
--   Make a new key, move its users to it, and delete this one.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, PCI DSS 8.6.3, NIST 800-53 IA-5(1)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 90): Age in days from which a key is overdue.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- API keys, each with what is known of it: an event about one counts for itself, uses only by key, owner and address.
key_ids AS (
  SELECT key_name, owner_id, min(key_id) AS key_id
  FROM api_key_events
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND role = 'about' AND status = 'OK' AND key_id IS NOT NULL AND key_name IS NOT NULL
  GROUP BY key_name, owner_id
  HAVING count(DISTINCT key_id) = 1
),
key_events AS (
  SELECT
    role,
    verb,
    actor,
    client_ip,
    event.key_name,
    owner_type,
    event.owner_id,
    expiry_time,
    is_disabled,
    coalesce(event.key_id, key_ids.key_id) AS key_id,
    coalesce(event.key_id, key_ids.key_id, event.key_name) AS known_by,
    first_time,
    last_time,
    events,
    row(last_time, coalesce(log_id, ''), coalesce(operation, '')) AS moment
  FROM (
    SELECT
      role,
      key_id,
      key_name,
      owner_type,
      owner_id,
      expiry_time,
      is_disabled,
      CASE role WHEN 'with' THEN client_ip END AS client_ip,
      CASE role WHEN 'about' THEN verb END AS verb,
      CASE role WHEN 'about' THEN actor END AS actor,
      CASE role WHEN 'about' THEN log_id END AS log_id,
      CASE role WHEN 'about' THEN operation END AS operation,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events
    FROM api_key_events
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND (role = 'with' OR status = 'OK')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
  ) event
  LEFT JOIN key_ids ON key_ids.key_name = event.key_name AND key_ids.owner_id IS NOT DISTINCT FROM event.owner_id
),
keys AS (
  SELECT
    key_id,
    known_by,
    max_by(key_name, CASE WHEN key_name IS NOT NULL THEN moment END) AS key_name,
    max_by(owner_type, CASE WHEN owner_type IS NOT NULL THEN moment END) AS owner_type,
    max_by(owner_id, CASE WHEN owner_id IS NOT NULL THEN moment END) AS owner_id,
    max_by(expiry_time, CASE WHEN expiry_time IS NOT NULL THEN moment END) AS expires,
    coalesce(max_by(coalesce(is_disabled, false), CASE WHEN coalesce(key_name, expiry_time) IS NOT NULL OR is_disabled IS NOT NULL THEN moment END), false) AS is_disabled,
    count_if(verb = 'create') > 0 AS is_made_here,
    min(first_time) AS first_event,
    max(CASE WHEN verb = 'create' THEN last_time END) AS created,
    max_by(actor, CASE WHEN verb = 'create' THEN moment END) AS created_by,
    max(CASE WHEN verb = 'delete' THEN last_time END) AS deleted,
    max_by(actor, CASE WHEN verb = 'delete' THEN moment END) AS deleted_by,
    max(CASE WHEN role = 'with' THEN last_time END) AS last_used,
    sum(CASE WHEN role = 'with' THEN events ELSE 0 END) AS uses,
    nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
  FROM key_events
  GROUP BY key_id, known_by
),
found AS (
  SELECT
    keys.*,
    CASE
      WHEN expires IS NULL THEN 'no expiry'
      WHEN substr(expires, 1, 19) <= date_format(:to, '%Y-%m-%dT%H:%i:%s') THEN 'expired and not deleted'
      WHEN created <= date_add('day', -:days, :to) THEN 'overdue for rotation'
    END AS finding
  FROM keys
  WHERE (deleted IS NULL OR created > deleted) AND (is_made_here OR key_name IS NOT NULL OR expires IS NOT NULL)
)
SELECT
  finding,
  key_id,
  key_name,
  owner_type,
  coalesce(names.name, owner_id) AS owner,
  created,
  date_diff('day', created, :to) AS age_days,
  expires,
  is_disabled,
  last_used
FROM found
LEFT JOIN names ON names.id = owner_id AND names.kind IN ('user', 'service_account')
WHERE finding IS NOT NULL
ORDER BY key_id, key_name
`,
  ],
  [
    'api-keys-unused',
    `-- title: API keys never used, or not for long
-- group: credentials
-- description: Which API keys were never used, or not for many days?
-- meaning: One key that is not deleted. finding says \`never used\` or \`not used for long\`. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   Only changes made with a key are in the log, not workflows: ask its owner, disable it for a week, then delete it.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, PCI DSS 8.2.6, PCI DSS 8.6.3, NIST 800-53 IA-5, NIST 800-53 AC-2(3)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 90): Days without use, or since it was made, that are long.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- API keys, each with what is known of it: an event about one counts for itself, uses only by key, owner and address.
key_ids AS (
  SELECT key_name, owner_id, min(key_id) AS key_id
  FROM api_key_events
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND role = 'about' AND status = 'OK' AND key_id IS NOT NULL AND key_name IS NOT NULL
  GROUP BY key_name, owner_id
  HAVING count(DISTINCT key_id) = 1
),
key_events AS (
  SELECT
    role,
    verb,
    actor,
    client_ip,
    event.key_name,
    owner_type,
    event.owner_id,
    expiry_time,
    is_disabled,
    coalesce(event.key_id, key_ids.key_id) AS key_id,
    coalesce(event.key_id, key_ids.key_id, event.key_name) AS known_by,
    first_time,
    last_time,
    events,
    row(last_time, coalesce(log_id, ''), coalesce(operation, '')) AS moment
  FROM (
    SELECT
      role,
      key_id,
      key_name,
      owner_type,
      owner_id,
      expiry_time,
      is_disabled,
      CASE role WHEN 'with' THEN client_ip END AS client_ip,
      CASE role WHEN 'about' THEN verb END AS verb,
      CASE role WHEN 'about' THEN actor END AS actor,
      CASE role WHEN 'about' THEN log_id END AS log_id,
      CASE role WHEN 'about' THEN operation END AS operation,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events
    FROM api_key_events
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND (role = 'with' OR status = 'OK')
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
  ) event
  LEFT JOIN key_ids ON key_ids.key_name = event.key_name AND key_ids.owner_id IS NOT DISTINCT FROM event.owner_id
),
keys AS (
  SELECT
    key_id,
    known_by,
    max_by(key_name, CASE WHEN key_name IS NOT NULL THEN moment END) AS key_name,
    max_by(owner_type, CASE WHEN owner_type IS NOT NULL THEN moment END) AS owner_type,
    max_by(owner_id, CASE WHEN owner_id IS NOT NULL THEN moment END) AS owner_id,
    max_by(expiry_time, CASE WHEN expiry_time IS NOT NULL THEN moment END) AS expires,
    coalesce(max_by(coalesce(is_disabled, false), CASE WHEN coalesce(key_name, expiry_time) IS NOT NULL OR is_disabled IS NOT NULL THEN moment END), false) AS is_disabled,
    count_if(verb = 'create') > 0 AS is_made_here,
    min(first_time) AS first_event,
    max(CASE WHEN verb = 'create' THEN last_time END) AS created,
    max_by(actor, CASE WHEN verb = 'create' THEN moment END) AS created_by,
    max(CASE WHEN verb = 'delete' THEN last_time END) AS deleted,
    max_by(actor, CASE WHEN verb = 'delete' THEN moment END) AS deleted_by,
    max(CASE WHEN role = 'with' THEN last_time END) AS last_used,
    sum(CASE WHEN role = 'with' THEN events ELSE 0 END) AS uses,
    nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
  FROM key_events
  GROUP BY key_id, known_by
)
SELECT
  CASE WHEN last_used IS NULL THEN 'never used' ELSE 'not used for long' END AS finding,
  key_id,
  key_name,
  owner_type,
  coalesce(names.name, owner_id) AS owner,
  created,
  first_event,
  last_used,
  date_diff('day', coalesce(last_used, created, first_event), :to) AS quiet_days,
  expires,
  is_disabled
FROM keys
LEFT JOIN names ON names.id = owner_id AND names.kind IN ('user', 'service_account')
WHERE (deleted IS NULL OR created > deleted)
  AND known_by IS NOT NULL
  AND coalesce(last_used, created, first_event) <= date_add('day', -:days, :to)
ORDER BY key_id, key_name
`,
  ],
  [
    'api-keys-used-after-deletion',
    `-- title: API keys used after deletion was asked for
-- group: credentials
-- description: Which API keys were used although somebody had asked for them to be deleted?
-- meaning: One key, with its deletion and what was done with it afterwards. Deleting takes a moment: the grace is for that. A deletion that failed
--   does not count. Whoever used it has a copy of a key that was to be gone: treat it as leaked, look at activity-of-principal, and make
--   sure with Temporal that the key is dead.
-- controls: SOC 2 CC6.1, SOC 2 CC7.2, ISO 27001 A.5.17, PCI DSS 10.2.1.5, NIST 800-53 IA-5, NIST 800-53 AC-2(12)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history in which deletions are looked for.
-- parameter grace (integer, default 5): Minutes after the request in which use is no wonder.
WITH deletions AS (
  SELECT key_id, min(emit_time) AS deleted, min_by(actor, row(emit_time, log_id)) AS deleted_by
  FROM api_key_events
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND role = 'about' AND verb = 'delete' AND status = 'OK' AND key_id IS NOT NULL
  GROUP BY key_id
),
uses AS (
  SELECT key_id, emit_time, log_id, operation_name, status, actor, client_ip
  FROM api_key_events
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND role = 'with'
)
SELECT
  key_id,
  deleted,
  deleted_by,
  count(*) AS uses,
  count_if(status = 'OK') AS succeeded,
  min(emit_time) AS first_use,
  max(emit_time) AS last_use,
  date_diff('minute', deleted, max(emit_time)) AS minutes_after,
  nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS actors,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses
FROM uses
JOIN deletions USING (key_id)
WHERE emit_time >= date_add('minute', :grace, deleted)
GROUP BY key_id, deleted, deleted_by
ORDER BY key_id, deleted, deleted_by
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
-- parameter accounts (names): The emergency accounts: names, e-mail addresses, ids or ids of API keys, with commas between.
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
    'certificate-rotation',
    `-- title: Certificate rotation
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
    AND CASE
      WHEN cardinality(details_client_ca_fingerprints) > 0 THEN true
      WHEN strpos(details, 'mtls_auth') > 0 THEN json_extract(details, '$.spec.mtls_auth') IS NOT NULL
      ELSE false
    END
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
`,
  ],
  [
    'changes-with-before',
    `-- title: Changes with before and after
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
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
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
-- parameter pattern (pattern, default [A-Z][A-Z0-9]+-[0-9]+): What a ticket looks like, as a regular expression.
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
    'dormant-accounts',
    `-- title: Dormant accounts
-- group: population and access
-- description: Which users and service accounts did nothing for 30, 60 or 90 days, and still have access?
--   Only the control plane is seen: a service account that runs workflows and changes nothing looks dormant here.
-- meaning: One account that is not deleted, with since when it has been quiet. bracket is \`never seen\` where no event of its own is in the history.
--   For users disable from 90 days on (PCI DSS 8.2.6); for service accounts ask who runs workers with it before you delete anything.
-- controls: SOC 2 CC6.2, ISO 27001 A.5.18, PCI DSS 8.2.6, NIST 800-53 AC-2(3)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 30): Days without an event that make an account dormant.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
-- What each subject has: recency 1, from the last change on that states all.
stated AS (
  SELECT
    steps.*,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject) AS last_full,
    min(emit_time) OVER (PARTITION BY subject_type, subject) AS first_change
  FROM steps
),
state AS (
  SELECT
    stated.*,
    row_number() OVER (PARTITION BY subject_type, subject, scope ORDER BY step DESC, access) AS recency
  FROM stated
  WHERE last_full IS NULL OR step >= last_full
),
-- Who was at work, and when: counted by what events say, then by name.
activity AS (
  SELECT
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, actor)) ELSE coalesce(names.name, actor) END AS subject,
    min(first_time) AS first_seen,
    max(last_time) AS last_seen,
    sum(events_of_actor) AS events
  FROM (
    SELECT
      CASE principal_type WHEN 'serviceaccount' THEN 'service_account' ELSE 'user' END AS subject_type,
      actor,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events_of_actor
    FROM audit_logs
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND actor IS NOT NULL
    GROUP BY 1, 2
  ) seen
  LEFT JOIN names ON names.kind = subject_type AND names.id = actor
  GROUP BY 1, 2
),
-- Who was made, when, and by whom.
made AS (
  SELECT subject_type, subject, max(emit_time) AS created, max_by(actor, row(emit_time, log_id)) AS created_by
  FROM steps
  WHERE verb IN ('create', 'invite')
  GROUP BY subject_type, subject
),
-- Everybody that is there: known by changes, by work, or both.
known AS (
  SELECT
    subject_type,
    subject,
    min(first_change) AS first_change,
    max(CASE WHEN scope = 'account' THEN access END) AS account_role,
    nullif(array_join(array_agg(CASE WHEN scope <> 'account' AND access IS DISTINCT FROM 'none' THEN scope || '=' || coalesce(access, 'unknown') END ORDER BY scope), ', '), '') AS other_access,
    max(last_full) AS last_full,
    count_if(access IS NULL AND scope = 'account') AS unsaid
  FROM state
  WHERE recency = 1
  GROUP BY subject_type, subject
),
population AS (
  SELECT
    coalesce(known.subject_type, activity.subject_type) AS subject_type,
    coalesce(known.subject, activity.subject) AS subject,
    coalesce(known.account_role, 'unknown') AS account_role,
    known.other_access,
    made.created,
    made.created_by,
    CASE
      WHEN known.first_change IS NULL THEN activity.first_seen
      WHEN activity.first_seen IS NULL THEN known.first_change
      ELSE least(known.first_change, activity.first_seen)
    END AS first_event,
    activity.last_seen,
    coalesce(activity.events, 0) AS events,
    CASE
      WHEN known.subject IS NULL THEN 'all of its access: no event says it'
      WHEN known.last_full IS NULL THEN 'what it had before its first event, and its account role'
      WHEN known.unsaid > 0 THEN 'its account role: the last event about it does not say it'
    END AS unknown
  FROM known
  FULL JOIN activity ON activity.subject_type = known.subject_type AND activity.subject = known.subject
  LEFT JOIN made ON made.subject_type = known.subject_type AND made.subject = known.subject
  WHERE known.account_role IS DISTINCT FROM 'none'
)
SELECT
  subject_type,
  subject,
  account_role,
  last_seen,
  date_diff('day', coalesce(last_seen, first_event), :to) AS quiet_days,
  CASE
    WHEN last_seen IS NULL THEN 'never seen'
    WHEN last_seen <= date_add('day', -90, :to) THEN '90 days and more'
    WHEN last_seen <= date_add('day', -60, :to) THEN '60 to 89 days'
    WHEN last_seen <= date_add('day', -30, :to) THEN '30 to 59 days'
    ELSE 'less than 30 days'
  END AS bracket,
  created,
  created_by,
  unknown
FROM population
WHERE subject_type IN ('user', 'service_account') AND coalesce(last_seen, first_event) <= date_add('day', -:days, :to)
ORDER BY subject_type, subject
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
WITH steps AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    actor,
    status,
    client_ip,
    namespace,
    coalesce(
      lag(coalesce(status, '')) OVER (PARTITION BY actor, operation_name ORDER BY emit_time, log_id, operation),
      'OK'
    ) AS status_before
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND actor IS NOT NULL
),
-- a success behind a success ends no run of failures
counted AS (
  SELECT
    steps.*,
    coalesce(sum(CASE WHEN status = 'OK' THEN 1 ELSE 0 END) OVER (
      PARTITION BY actor, operation_name
      ORDER BY emit_time, log_id, operation
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS successes_before
  FROM steps
  WHERE status IS DISTINCT FROM 'OK' OR status_before <> 'OK'
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
    max(principal_type) AS principal_type,
    min(emit_time) AS first_seen,
    max(emit_time) AS last_seen,
    count(*) AS events,
    count_if(status IS DISTINCT FROM 'OK') AS failed,
    min_by(operation_name, row(emit_time, log_id, operation)) AS first_operation
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
    AND actor IS NOT NULL
    AND client_ip IS NOT NULL
  GROUP BY actor, client_ip
),
placed AS (
  SELECT
    seen.*,
    -- The /24 of an IPv4 address, the /64 of an IPv6 one.
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
  FROM seen
),
dated AS (
  SELECT
    placed.*,
    min(first_seen) OVER (PARTITION BY actor) AS actor_first_seen,
    min(first_seen) OVER (PARTITION BY actor, network) AS network_first_seen
  FROM placed
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
`,
  ],
  [
    'invited-never-active',
    `-- title: Invited and never active
-- group: population and access
-- description: Which users were invited or made, and never did anything since?
-- meaning: One user who is not deleted and of whom no event is known. Looking at Temporal's pages is no event, and log-ins are not documented
--   for every format of the log: ask before you take it away. An open invitation is a door: withdraw those older than a month.
-- controls: SOC 2 CC6.2, ISO 27001 A.5.16, PCI DSS 8.2.6, NIST 800-53 AC-2(3)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 14): Only those invited at least so many days ago.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
-- What each subject has: recency 1, from the last change on that states all.
stated AS (
  SELECT
    steps.*,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject) AS last_full,
    min(emit_time) OVER (PARTITION BY subject_type, subject) AS first_change
  FROM steps
),
state AS (
  SELECT
    stated.*,
    row_number() OVER (PARTITION BY subject_type, subject, scope ORDER BY step DESC, access) AS recency
  FROM stated
  WHERE last_full IS NULL OR step >= last_full
),
-- Who was at work, and when: counted by what events say, then by name.
activity AS (
  SELECT
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, actor)) ELSE coalesce(names.name, actor) END AS subject,
    min(first_time) AS first_seen,
    max(last_time) AS last_seen,
    sum(events_of_actor) AS events
  FROM (
    SELECT
      CASE principal_type WHEN 'serviceaccount' THEN 'service_account' ELSE 'user' END AS subject_type,
      actor,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events_of_actor
    FROM audit_logs
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND actor IS NOT NULL
    GROUP BY 1, 2
  ) seen
  LEFT JOIN names ON names.kind = subject_type AND names.id = actor
  GROUP BY 1, 2
),
-- Who was made, when, and by whom.
made AS (
  SELECT subject_type, subject, max(emit_time) AS created, max_by(actor, row(emit_time, log_id)) AS created_by
  FROM steps
  WHERE verb IN ('create', 'invite')
  GROUP BY subject_type, subject
),
-- Everybody that is there: known by changes, by work, or both.
known AS (
  SELECT
    subject_type,
    subject,
    min(first_change) AS first_change,
    max(CASE WHEN scope = 'account' THEN access END) AS account_role,
    nullif(array_join(array_agg(CASE WHEN scope <> 'account' AND access IS DISTINCT FROM 'none' THEN scope || '=' || coalesce(access, 'unknown') END ORDER BY scope), ', '), '') AS other_access,
    max(last_full) AS last_full,
    count_if(access IS NULL AND scope = 'account') AS unsaid
  FROM state
  WHERE recency = 1
  GROUP BY subject_type, subject
),
population AS (
  SELECT
    coalesce(known.subject_type, activity.subject_type) AS subject_type,
    coalesce(known.subject, activity.subject) AS subject,
    coalesce(known.account_role, 'unknown') AS account_role,
    known.other_access,
    made.created,
    made.created_by,
    CASE
      WHEN known.first_change IS NULL THEN activity.first_seen
      WHEN activity.first_seen IS NULL THEN known.first_change
      ELSE least(known.first_change, activity.first_seen)
    END AS first_event,
    activity.last_seen,
    coalesce(activity.events, 0) AS events,
    CASE
      WHEN known.subject IS NULL THEN 'all of its access: no event says it'
      WHEN known.last_full IS NULL THEN 'what it had before its first event, and its account role'
      WHEN known.unsaid > 0 THEN 'its account role: the last event about it does not say it'
    END AS unknown
  FROM known
  FULL JOIN activity ON activity.subject_type = known.subject_type AND activity.subject = known.subject
  LEFT JOIN made ON made.subject_type = known.subject_type AND made.subject = known.subject
  WHERE known.account_role IS DISTINCT FROM 'none'
)
SELECT
  subject_type,
  subject,
  account_role,
  other_access,
  created AS invited,
  created_by AS invited_by,
  date_diff('day', created, :to) AS days_since
FROM population
WHERE subject_type = 'user' AND events = 0
  AND created <= date_add('day', -:days, :to)
ORDER BY subject_type, subject
`,
  ],
  [
    'joiners-movers-leavers',
    `-- title: Joiners, movers and leavers
-- group: population and access
-- description: Who came, who went, and whose role or permissions changed in a period, by whom and with which ticket?
-- meaning: One thing that became of one user, service account or group: joiner, mover with what it could do before and after, or leaver.
--   access_before is NULL where the log does not know it. A change to what somebody had already is none.
--   Draw a sample of each kind (population-sample), ask for the request and its approval, and for a leaver the day they left.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.16, ISO 27001 A.5.18, PCI DSS 8.2.5, HIPAA 164.308(a)(3)(ii)(C), NIST 800-53 AC-2(4)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
spans AS (
  SELECT
    steps.*,
    lag(access) OVER (PARTITION BY subject_type, subject, scope ORDER BY step, access) AS access_before,
    min(step) OVER (PARTITION BY subject_type, subject, scope ORDER BY step RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_same,
    min(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject ORDER BY step RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_full,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject ORDER BY step RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS full_before,
    max(step) OVER (PARTITION BY subject_type, subject, scope ORDER BY step RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS same_before
  FROM steps
),
ends AS (
  SELECT DISTINCT subject_type, subject, step, emit_time, log_id, operation, operation_name, verb, actor, async_operation_id
  FROM steps
),
moves AS (
  SELECT
    emit_time, log_id, operation, operation_name, actor, async_operation_id, subject_type, subject, scope,
    CASE WHEN verb IN ('create', 'invite') THEN 'joiner' WHEN verb = 'delete' THEN 'leaver' ELSE 'mover' END AS kind,
    CASE WHEN full_before > coalesce(same_before, 0) AND verb <> 'delete' THEN 'none' ELSE access_before END AS access_before,
    access
  FROM spans
  UNION ALL
  SELECT
    ends.emit_time, ends.log_id, ends.operation, ends.operation_name, ends.actor, ends.async_operation_id,
    ends.subject_type, ends.subject, spans.scope, 'mover', spans.access, 'none'
  FROM spans
  JOIN ends ON ends.subject_type = spans.subject_type AND ends.subject = spans.subject AND ends.step = spans.next_full
  WHERE coalesce(spans.next_same > spans.next_full, true) AND spans.access IS DISTINCT FROM 'none' AND ends.verb = 'update'
)
SELECT
  emit_time,
  kind,
  subject_type,
  subject,
  scope,
  access_before,
  coalesce(access, 'unknown') AS access,
  actor,
  operation_name,
  async_operation_id,
  log_id
FROM moves
WHERE emit_time >= :from
  AND (kind <> 'mover' OR access IS NULL OR access IS DISTINCT FROM access_before)
ORDER BY emit_time, log_id, operation, subject_type, subject, scope
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
    'ledger-of-events',
    `-- title: Ledger of events
-- group: logging controls
-- description: How many rows does each day have, and are they as many as its events and the versions that were replaced?
--   Every line must say: rows = events + superseded. Rows that wait to be sealed are counted as if they were.
-- meaning: One UTC day with events.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  event_date,
  sum(versions) AS rows_of_versions,
  count(*) AS events,
  sum(superseded) AS superseded,
  sum(versions) - count(*) - sum(superseded) AS unaccounted
FROM (
  SELECT event_date, log_id, operation, emit_time, count(*) AS versions, count_if(NOT is_current) AS superseded
  FROM audit_log_versions
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
  GROUP BY event_date, log_id, operation, emit_time
)
GROUP BY event_date
ORDER BY event_date
`,
  ],
  [
    'ledger-per-day',
    `-- title: Ledger per day
-- group: logging controls
-- description: Is every piece accounted for that was taken in, day by day?
--   Every line must say: received = stored + repeats + dead letters + empty. If one does not, it names a batch to look at.
-- meaning: One day (UTC) in which batches were written, and one source.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  day,
  source,
  count(*) AS batches,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  sum(abs(unaccounted)) AS unaccounted,
  count_if(unaccounted <> 0) AS unbalanced_batches,
  min(CASE WHEN unaccounted <> 0 THEN batch_id END) AS unbalanced_batch
FROM (
  SELECT
    date_format(written_at, '%Y-%m-%d') AS day,
    source,
    batch_id,
    received,
    stored,
    repeats,
    dead_letters,
    empty,
    received - stored - repeats - dead_letters - empty AS unaccounted
  FROM receipts
  WHERE written_at >= :from AND written_at < :to
)
GROUP BY day, source
ORDER BY day, source
`,
  ],
  [
    'ledger-per-hour',
    `-- title: Ledger per hour
-- group: logging controls
-- description: Is every piece accounted for that was taken in, hour by hour?
--   Every line must say: received = stored + repeats + dead letters + empty. If one does not, it names a batch to look at.
-- meaning: One hour (UTC) in which batches were written, and one source.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-7d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  hour,
  source,
  count(*) AS batches,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  sum(abs(unaccounted)) AS unaccounted,
  count_if(unaccounted <> 0) AS unbalanced_batches,
  min(CASE WHEN unaccounted <> 0 THEN batch_id END) AS unbalanced_batch
FROM (
  SELECT
    date_format(written_at, '%Y-%m-%d %H:00') AS hour,
    source,
    batch_id,
    received,
    stored,
    repeats,
    dead_letters,
    empty,
    received - stored - repeats - dead_letters - empty AS unaccounted
  FROM receipts
  WHERE written_at >= :from AND written_at < :to
)
GROUP BY hour, source
ORDER BY hour, source
`,
  ],
  [
    'ledger-per-shard',
    `-- title: Ledger per shard
-- group: logging controls
-- description: Is every piece accounted for that was taken in, shard by shard?
--   Every line must say: received = stored + repeats + dead letters + empty. If one does not, it names a batch to look at.
-- meaning: One shard of a stream, or one block of a file.
-- controls: ISO 27001 A.5.33, ISO 27001 A.8.15, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  source,
  shard_id,
  count(*) AS batches,
  sum(received) AS received,
  sum(stored) AS stored,
  sum(repeats) AS repeats,
  sum(dead_letters) AS dead_letters,
  sum(empty) AS empty,
  sum(abs(received - stored - repeats - dead_letters - empty)) AS unaccounted,
  count_if(received <> stored + repeats + dead_letters + empty) AS unbalanced_batches,
  min(CASE WHEN received <> stored + repeats + dead_letters + empty THEN batch_id END) AS unbalanced_batch
FROM receipts
WHERE written_at >= :from AND written_at < :to
GROUP BY source, shard_id
ORDER BY source, shard_id
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
    'namespace-and-group-access-changes',
    `-- title: Namespace and group access changes
-- group: population and access
-- description: Who was given or lost a permission in a namespace, or a place in a group, by whom?
--   Attempts that failed are in it too.
-- meaning: One subject and one namespace or group in one event, the newest first. subject is NULL where the event names nobody, as
--   records of 2023 may, and access where it does not say what was given. Operations on members of groups are not documented for the
--   log, so that it may lack them. Compare each with the request for it; a failed attempt followed by a success elsewhere deserves a question.
-- controls: SOC 2 CC6.3, ISO 27001 A.5.18, PCI DSS 10.2.1.5, HIPAA 164.308(a)(4)(ii)(C), NIST 800-53 AC-2(4)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history in which names are looked for.
-- parameter place (text, default empty): Only this namespace, or group:<id>.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
)
SELECT
  emit_time,
  actor,
  client_ip,
  operation_name,
  status,
  subject_type,
  coalesce(names.name, subject) AS subject,
  scope,
  access,
  async_operation_id,
  log_id
FROM access_changes
LEFT JOIN names ON names.kind = subject_type AND names.id = subject
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND scope <> 'account'
  AND (:place = '' OR scope = :place)
ORDER BY emit_time DESC, log_id, operation, subject_type, subject, scope
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
-- parameter timezone (timezone, default UTC): Where the people work, such as Europe/Berlin.
-- parameter opens (hour, default 8): Hour at which work begins.
-- parameter closes (hour, default 18): Hour at which it ends; before \`opens\` for a night shift.
-- parameter workdays (weekdays, default 1,2,3,4,5): Days of work: 1 is Monday.
-- parameter holidays (dates, default empty): Days without work, such as 2026-12-25,2027-01-01.
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
    'orphan-service-accounts',
    `-- title: Orphan service accounts
-- group: population and access
-- description: Which service accounts outlived the user who made them?
-- meaning: One service account that is there, and whose maker was deleted and not made anew. A service account made before the log begins has
--   no known maker and is not in it. Give each a new owner, rotate its keys, for the leaver may have a copy, or delete it.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.16, PCI DSS 8.2.5, PCI DSS 8.6.1, NIST 800-53 AC-2
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
-- What each subject has: recency 1, from the last change on that states all.
stated AS (
  SELECT
    steps.*,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject) AS last_full,
    min(emit_time) OVER (PARTITION BY subject_type, subject) AS first_change
  FROM steps
),
state AS (
  SELECT
    stated.*,
    row_number() OVER (PARTITION BY subject_type, subject, scope ORDER BY step DESC, access) AS recency
  FROM stated
  WHERE last_full IS NULL OR step >= last_full
),
-- Who was made, when, and by whom.
made AS (
  SELECT subject_type, subject, max(emit_time) AS created, max_by(actor, row(emit_time, log_id)) AS created_by
  FROM steps
  WHERE verb IN ('create', 'invite')
  GROUP BY subject_type, subject
),
users AS (
  SELECT subject, emit_time, actor, access, row_number() OVER (PARTITION BY subject ORDER BY step DESC, access) AS recency
  FROM state
  WHERE subject_type = 'user' AND scope = 'account'
),
accounts AS (
  SELECT subject_type, subject, access
  FROM state
  WHERE subject_type = 'service_account' AND scope = 'account' AND recency = 1
)
SELECT
  accounts.subject_type,
  accounts.subject,
  coalesce(accounts.access, 'unknown') AS account_role,
  made.created,
  made.created_by,
  users.emit_time AS creator_deleted,
  users.actor AS creator_deleted_by,
  date_diff('day', users.emit_time, :to) AS days_orphaned
FROM accounts
JOIN made ON made.subject_type = accounts.subject_type AND made.subject = accounts.subject
JOIN users ON users.subject = lower(made.created_by) AND users.recency = 1 AND users.access = 'none'
WHERE accounts.access IS DISTINCT FROM 'none' AND users.emit_time >= made.created
ORDER BY subject_type, subject
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
    'population-sample',
    `-- title: Random sample of a population
-- group: population and access
-- description: Which items of a population is the auditor to test? The same seed draws the same items from the same population, on either engine.
--   Populations: provisioning, termination, access (changes of it), api_keys, namespaces, all: events that succeeded.
-- meaning: One drawn event, in the order of the draw, which is that of the SHA-256 of seed and event. population_size is from how many it was drawn:
--   hold it against the completeness of the log (coverage, unbalanced-receipts) and write both, with the seed, into the working paper.
-- controls: SOC 2 CC4.1, ISO 27001 A.5.35, NIST 800-53 AU-7(1), NIST 800-53 CA-7
-- parameter from (time, default T-365d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter population (text, default provisioning): Which population.
-- parameter n (integer, default 25): How many items.
-- parameter seed (text, default 1): Any text. Choose it before you look, and keep it.
WITH items AS (
  SELECT
    emit_time,
    actor,
    operation,
    operation_name,
    status,
    sentence,
    async_operation_id,
    log_id,
    to_hex(sha256(to_utf8(:seed || '|' || log_id || '|' || operation || '|' || date_format(emit_time, '%Y-%m-%d %H:%i:%s.%f')))) AS draw
  FROM events_flat
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND CASE :population
      WHEN 'provisioning' THEN operation_name IN ('CreateUser', 'InviteUsers', 'CreateServiceAccount', 'CreateUserGroup')
      WHEN 'termination' THEN operation_name IN ('DeleteUser', 'DeleteServiceAccount', 'DeleteUserGroup')
      WHEN 'access' THEN verb IN ('set', 'update') AND resource_type IN ('user', 'service_account', 'user_group')
      WHEN 'api_keys' THEN resource_type = 'api_key'
      WHEN 'namespaces' THEN starts_with(resource_type, 'namespace')
      WHEN 'all' THEN true
      ELSE false
    END
),
drawn AS (
  SELECT
    items.*,
    row_number() OVER (ORDER BY draw, log_id, operation) AS place,
    count(*) OVER () AS population_size
  FROM items
)
SELECT place, population_size, emit_time, actor, operation_name, sentence, async_operation_id, log_id
FROM drawn
WHERE place <= :n
ORDER BY place, log_id, operation
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
    -- The roles and permissions that an event gives, as it spells them but in lower case.
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
    'privileged-principals-as-of',
    `-- title: Privileged principals as of a date
-- group: population and access
-- description: Who could administer the account or a namespace at a moment: users, service accounts and groups?
-- meaning: One user, service account or group, and one place where it had a role that the parameter names. Who is privileged by way of
--   a group is not in it: ask Temporal for the members of each group that is. Somebody of whom the log does not know the role is in
--   access-as-of. Every row needs a person who answers for it; take away what is not needed every week.
-- controls: SOC 2 CC6.3, ISO 27001 A.8.2, PCI DSS 7.2.4, NIST 800-53 AC-6(9)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter roles (text, default owner,admin): Account roles and namespace permissions that count as privileged, with commas.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
-- What each subject has: recency 1, from the last change on that states all.
stated AS (
  SELECT
    steps.*,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject) AS last_full,
    min(emit_time) OVER (PARTITION BY subject_type, subject) AS first_change
  FROM steps
),
state AS (
  SELECT
    stated.*,
    row_number() OVER (PARTITION BY subject_type, subject, scope ORDER BY step DESC, access) AS recency
  FROM stated
  WHERE last_full IS NULL OR step >= last_full
),
activity AS (
  SELECT lower(actor) AS subject, max(emit_time) AS last_seen
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
  GROUP BY 1
)
SELECT
  subject_type,
  state.subject,
  scope,
  access,
  emit_time AS since,
  actor AS given_by,
  async_operation_id,
  last_seen,
  date_diff('day', last_seen, :to) AS days_since_seen
FROM state
LEFT JOIN activity ON activity.subject = lower(state.subject)
WHERE recency = 1 AND contains(split(lower(:roles), ','), access)
ORDER BY subject_type, subject, scope
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
    extra,
    min(emit_time) AS first_time,
    max(emit_time) AS last_time,
    count(*) AS events_of_form
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
  GROUP BY record_form, operation, status, principal_type, extra
),
parsed AS (
  SELECT
    grouped.*,
    CASE WHEN extra IS NOT NULL THEN map_keys(CAST(json_parse(extra) AS map(varchar, json))) END AS members
  FROM grouped
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
    first_time,
    last_time,
    events_of_form
  FROM parsed
)
SELECT
  thing,
  sum(events_of_form) AS events,
  min(first_time) AS first_seen,
  max(last_time) AS last_seen,
  min(first_time) >= :from AS is_new,
  max(last_time) < :from AS is_gone
FROM (
  SELECT element_at(things, i) AS thing, first_time, last_time, events_of_form
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
    -- The roles and permissions that an event gives, as it spells them but in lower case.
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
WITH changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    actor,
    details_spec_name AS service_account,
    operation_name = 'CreateServiceAccount' AS is_account,
    operation_name = 'CreateServiceAccountAPIKey'
      OR operation_name = 'CreateAPIKey' AND lower(details_spec_owner_type) LIKE '%service%' AS is_key,
    resource_type,
    -- The roles and permissions that an event gives, as it spells them but in lower case.
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
    AND status = 'OK'
    AND actor IS NOT NULL
    AND resource_type IN ('service_account', 'api_key')
    AND verb <> 'delete'
),
steps AS (
  SELECT
    changes.*,
    resource_type = 'service_account' AND arrays_overlap(given, split(lower(:roles), ',')) AS is_privilege
  FROM changes
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
    'service-accounts-as-of',
    `-- title: Service accounts as of a date
-- group: population and access
-- description: Which service accounts were there at a moment, with which account role, and when was each last at work?
--   All of them that the log knows of: those it saw made, changed or at work, less those it saw deleted.
-- meaning: One service account. Column unknown says what the log cannot tell of it. Who was made before the log begins and neither changed
--   nor at work since is not in it: compare the number of rows with Temporal's own list, and explain every difference.
--   A service account that its owner does not know is to be deleted.
-- controls: SOC 2 CC6.2, ISO 27001 A.5.16, PCI DSS 7.2.5.1, PCI DSS 8.6.1, NIST 800-53 AC-2, NIST 800-53 IA-4
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
-- What each subject has: recency 1, from the last change on that states all.
stated AS (
  SELECT
    steps.*,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject) AS last_full,
    min(emit_time) OVER (PARTITION BY subject_type, subject) AS first_change
  FROM steps
),
state AS (
  SELECT
    stated.*,
    row_number() OVER (PARTITION BY subject_type, subject, scope ORDER BY step DESC, access) AS recency
  FROM stated
  WHERE last_full IS NULL OR step >= last_full
),
-- Who was at work, and when: counted by what events say, then by name.
activity AS (
  SELECT
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, actor)) ELSE coalesce(names.name, actor) END AS subject,
    min(first_time) AS first_seen,
    max(last_time) AS last_seen,
    sum(events_of_actor) AS events
  FROM (
    SELECT
      CASE principal_type WHEN 'serviceaccount' THEN 'service_account' ELSE 'user' END AS subject_type,
      actor,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events_of_actor
    FROM audit_logs
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND actor IS NOT NULL
    GROUP BY 1, 2
  ) seen
  LEFT JOIN names ON names.kind = subject_type AND names.id = actor
  GROUP BY 1, 2
),
-- Who was made, when, and by whom.
made AS (
  SELECT subject_type, subject, max(emit_time) AS created, max_by(actor, row(emit_time, log_id)) AS created_by
  FROM steps
  WHERE verb IN ('create', 'invite')
  GROUP BY subject_type, subject
),
-- Everybody that is there: known by changes, by work, or both.
known AS (
  SELECT
    subject_type,
    subject,
    min(first_change) AS first_change,
    max(CASE WHEN scope = 'account' THEN access END) AS account_role,
    nullif(array_join(array_agg(CASE WHEN scope <> 'account' AND access IS DISTINCT FROM 'none' THEN scope || '=' || coalesce(access, 'unknown') END ORDER BY scope), ', '), '') AS other_access,
    max(last_full) AS last_full,
    count_if(access IS NULL AND scope = 'account') AS unsaid
  FROM state
  WHERE recency = 1
  GROUP BY subject_type, subject
),
population AS (
  SELECT
    coalesce(known.subject_type, activity.subject_type) AS subject_type,
    coalesce(known.subject, activity.subject) AS subject,
    coalesce(known.account_role, 'unknown') AS account_role,
    known.other_access,
    made.created,
    made.created_by,
    CASE
      WHEN known.first_change IS NULL THEN activity.first_seen
      WHEN activity.first_seen IS NULL THEN known.first_change
      ELSE least(known.first_change, activity.first_seen)
    END AS first_event,
    activity.last_seen,
    coalesce(activity.events, 0) AS events,
    CASE
      WHEN known.subject IS NULL THEN 'all of its access: no event says it'
      WHEN known.last_full IS NULL THEN 'what it had before its first event, and its account role'
      WHEN known.unsaid > 0 THEN 'its account role: the last event about it does not say it'
    END AS unknown
  FROM known
  FULL JOIN activity ON activity.subject_type = known.subject_type AND activity.subject = known.subject
  LEFT JOIN made ON made.subject_type = known.subject_type AND made.subject = known.subject
  WHERE known.account_role IS DISTINCT FROM 'none'
)
SELECT subject_type, subject, account_role, other_access, created, created_by, first_event, last_seen, events, unknown
FROM population
WHERE subject_type = 'service_account'
ORDER BY subject_type, subject
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
    actor,
    principal_type,
    operation_name,
    client_ip,
    count(*) AS events_of_address,
    min(emit_time) AS first_time,
    max(emit_time) AS last_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND actor IS NOT NULL
    AND client_ip IS NOT NULL
  GROUP BY actor, principal_type, operation_name, client_ip
),
placed AS (
  SELECT
    seen.*,
    -- The /24 of an IPv4 address, the /64 of an IPv6 one.
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
  FROM seen
),
people AS (
  SELECT
    network,
    nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS people
  FROM placed
  WHERE coalesce(principal_type, 'user') = 'user'
  GROUP BY network
)
SELECT
  placed.actor AS service_account,
  placed.network AS network,
  max(people.people) AS people,
  sum(events_of_address) AS events,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  min(first_time) AS first_seen,
  max(last_time) AS last_seen
FROM placed
JOIN people ON people.network = placed.network
WHERE principal_type = 'serviceaccount'
  AND NOT contains(split(:except, ','), placed.network)
GROUP BY placed.actor, placed.network
ORDER BY placed.actor, placed.network
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
    'users-as-of',
    `-- title: Users as of a date
-- group: population and access
-- description: Which users were there at a moment, with which account role, and when was each last at work?
--   All of them that the log knows of: those it saw made, changed or at work, less those it saw deleted.
-- meaning: One user. Column unknown says what the log cannot tell of it. Who was made before the log begins and neither changed
--   nor at work since is not in it: compare the number of rows with Temporal's own list, and explain every difference.
--   A user that its owner does not know is to be deleted.
-- controls: SOC 2 CC6.2, ISO 27001 A.5.16, PCI DSS 7.2.4, PCI DSS 8.2.5, NIST 800-53 AC-2, NIST 800-53 IA-4
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- The last name of each id.
names AS (
  SELECT kind, id, max_by(name, row(last_said, name)) AS name
  FROM (
    SELECT kind, id, name, max(emit_time) AS last_said
    FROM known_names
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
    GROUP BY kind, id, name
  )
  GROUP BY kind, id
),
-- Changes of access, each subject by one name, and which of its changes each is.
changes AS (
  SELECT
    emit_time,
    log_id,
    operation,
    operation_name,
    verb,
    actor,
    async_operation_id,
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, subject)) ELSE coalesce(names.name, subject) END AS subject,
    scope,
    access,
    states_all
  FROM access_changes
  LEFT JOIN names ON names.kind = subject_type AND names.id = subject
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND status = 'OK' AND subject IS NOT NULL
),
steps AS (
  SELECT changes.*, dense_rank() OVER (PARTITION BY subject_type, subject ORDER BY emit_time, log_id, operation) AS step
  FROM changes
),
-- What each subject has: recency 1, from the last change on that states all.
stated AS (
  SELECT
    steps.*,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject) AS last_full,
    min(emit_time) OVER (PARTITION BY subject_type, subject) AS first_change
  FROM steps
),
state AS (
  SELECT
    stated.*,
    row_number() OVER (PARTITION BY subject_type, subject, scope ORDER BY step DESC, access) AS recency
  FROM stated
  WHERE last_full IS NULL OR step >= last_full
),
-- Who was at work, and when: counted by what events say, then by name.
activity AS (
  SELECT
    subject_type,
    CASE subject_type WHEN 'user' THEN lower(coalesce(names.name, actor)) ELSE coalesce(names.name, actor) END AS subject,
    min(first_time) AS first_seen,
    max(last_time) AS last_seen,
    sum(events_of_actor) AS events
  FROM (
    SELECT
      CASE principal_type WHEN 'serviceaccount' THEN 'service_account' ELSE 'user' END AS subject_type,
      actor,
      min(emit_time) AS first_time,
      max(emit_time) AS last_time,
      count(*) AS events_of_actor
    FROM audit_logs
    WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
      AND emit_time >= :since AND emit_time < :to
      AND actor IS NOT NULL
    GROUP BY 1, 2
  ) seen
  LEFT JOIN names ON names.kind = subject_type AND names.id = actor
  GROUP BY 1, 2
),
-- Who was made, when, and by whom.
made AS (
  SELECT subject_type, subject, max(emit_time) AS created, max_by(actor, row(emit_time, log_id)) AS created_by
  FROM steps
  WHERE verb IN ('create', 'invite')
  GROUP BY subject_type, subject
),
-- Everybody that is there: known by changes, by work, or both.
known AS (
  SELECT
    subject_type,
    subject,
    min(first_change) AS first_change,
    max(CASE WHEN scope = 'account' THEN access END) AS account_role,
    nullif(array_join(array_agg(CASE WHEN scope <> 'account' AND access IS DISTINCT FROM 'none' THEN scope || '=' || coalesce(access, 'unknown') END ORDER BY scope), ', '), '') AS other_access,
    max(last_full) AS last_full,
    count_if(access IS NULL AND scope = 'account') AS unsaid
  FROM state
  WHERE recency = 1
  GROUP BY subject_type, subject
),
population AS (
  SELECT
    coalesce(known.subject_type, activity.subject_type) AS subject_type,
    coalesce(known.subject, activity.subject) AS subject,
    coalesce(known.account_role, 'unknown') AS account_role,
    known.other_access,
    made.created,
    made.created_by,
    CASE
      WHEN known.first_change IS NULL THEN activity.first_seen
      WHEN activity.first_seen IS NULL THEN known.first_change
      ELSE least(known.first_change, activity.first_seen)
    END AS first_event,
    activity.last_seen,
    coalesce(activity.events, 0) AS events,
    CASE
      WHEN known.subject IS NULL THEN 'all of its access: no event says it'
      WHEN known.last_full IS NULL THEN 'what it had before its first event, and its account role'
      WHEN known.unsaid > 0 THEN 'its account role: the last event about it does not say it'
    END AS unknown
  FROM known
  FULL JOIN activity ON activity.subject_type = known.subject_type AND activity.subject = known.subject
  LEFT JOIN made ON made.subject_type = known.subject_type AND made.subject = known.subject
  WHERE known.account_role IS DISTINCT FROM 'none'
)
SELECT subject_type, subject, account_role, other_access, created, created_by, first_event, last_seen, events, unknown
FROM population
WHERE subject_type = 'user'
ORDER BY subject_type, subject
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
  sentence,
  actor,
  principal_type,
  client_ip,
  operation_name,
  status,
  namespace,
  details,
  async_operation_id,
  log_id
FROM events_flat
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND (:actor = '' OR lower(actor) = lower(:actor))
  AND (:namespace = '' OR namespace = :namespace)
  AND (:operation = '' OR operation_name = :operation OR operation = :operation)
ORDER BY emit_time DESC, log_id, operation
`,
  ],
]
