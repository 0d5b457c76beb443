-- Who was made, when, and by whom.
made AS (
  SELECT subject_type, subject, max(emit_time) AS created, max_by(actor, row(emit_time, log_id)) AS created_by
  FROM steps
  WHERE verb IN ('create', 'invite')
  GROUP BY subject_type, subject
)
