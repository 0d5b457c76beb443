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
