-- title: API-key inventory
-- group: credentials
-- description: Which API keys were there at a moment: whose, how old, until when, and when last used?
-- meaning: One key that is not deleted. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   Column unknown says what the log cannot tell. Use counts changes made with the key, failed ones too; starting workflows is not in the log.
--   A key without an owner that you know, or older than your rule allows, is to be replaced.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, PCI DSS 8.6.3, NIST 800-53 IA-5
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH names AS (
  SELECT kind, id, max_by(name, row(emit_time, log_id, name)) AS name
  FROM known_names
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
  GROUP BY kind, id
),
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
    emit_time,
    log_id,
    operation,
    verb,
    actor,
    client_ip,
    role,
    event.key_name,
    owner_type,
    event.owner_id,
    expiry_time,
    is_disabled,
    coalesce(event.key_id, key_ids.key_id) AS key_id,
    coalesce(event.key_id, key_ids.key_id, event.key_name) AS known_by,
    row(emit_time, log_id, operation) AS moment
  FROM api_key_events AS event
  LEFT JOIN key_ids ON key_ids.key_name = event.key_name AND key_ids.owner_id IS NOT DISTINCT FROM event.owner_id
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND (role = 'with' OR status = 'OK')
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
    count_if(verb = 'create' AND role = 'about') > 0 AS is_made_here,
    min(emit_time) AS first_event,
    max(CASE WHEN verb = 'create' AND role = 'about' THEN emit_time END) AS created,
    max_by(actor, CASE WHEN verb = 'create' AND role = 'about' THEN moment END) AS created_by,
    max(CASE WHEN verb = 'delete' AND role = 'about' THEN emit_time END) AS deleted,
    max_by(actor, CASE WHEN verb = 'delete' AND role = 'about' THEN moment END) AS deleted_by,
    max(CASE WHEN role = 'with' THEN emit_time END) AS last_used,
    count_if(role = 'with') AS uses,
    nullif(array_join(array_agg(DISTINCT CASE WHEN role = 'with' THEN client_ip END ORDER BY CASE WHEN role = 'with' THEN client_ip END), ', '), '') AS addresses
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
