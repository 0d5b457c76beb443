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
)
