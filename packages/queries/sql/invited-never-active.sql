-- title: Invited and never active
-- group: population and access
-- description: Which users were invited or made, and never did anything since?
-- meaning: One user who is not deleted and of whom no event is known. Looking at Temporal's pages is no event, and log-ins are not documented
--   for every format of the log: ask before you take it away. An open invitation is a door: withdraw those older than a month.
-- controls: SOC 2 CC6.2, ISO 27001 A.5.16, PCI DSS 8.2.6, NIST 800-53 AC-2(3)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 14): Only those invited at least so many days ago.
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
activity AS (
  SELECT
    CASE principal_type WHEN 'serviceaccount' THEN 'service_account' ELSE 'user' END AS subject_type,
    CASE principal_type WHEN 'serviceaccount' THEN coalesce(names.name, actor) ELSE lower(coalesce(names.name, actor)) END AS subject,
    min(emit_time) AS first_seen,
    max(emit_time) AS last_seen,
    count(*) AS events
  FROM audit_logs
  LEFT JOIN names ON names.kind = CASE principal_type WHEN 'serviceaccount' THEN 'service_account' ELSE 'user' END AND names.id = actor
  WHERE event_date BETWEEN date_format(:since, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :since AND emit_time < :to
    AND actor IS NOT NULL
  GROUP BY 1, 2
),
made AS (
  SELECT subject_type, subject, max(emit_time) AS created, max_by(actor, row(emit_time, log_id)) AS created_by
  FROM steps
  WHERE verb IN ('create', 'invite')
  GROUP BY subject_type, subject
),
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
