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
