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
