-- title: Orphan service accounts
-- group: population and access
-- description: Which service accounts outlived the user who made them?
-- meaning: One service account that is there, and whose maker was deleted and not made anew. A service account made before the log begins has
--   no known maker and is not in it. Give each a new owner, rotate its keys, for the leaver may have a copy, or delete it.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.16, PCI DSS 8.2.5, PCI DSS 8.6.1, NIST 800-53 AC-2
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH names AS (
  SELECT kind, id, max_by(name, row(emit_time, log_id, name)) AS name
  FROM known_names
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
  GROUP BY kind, id
),
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
