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
)
