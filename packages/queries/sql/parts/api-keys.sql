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
