-- title: Drift of the record format
-- group: logging controls
-- description: What is in the records that was not in them before, and what is gone?
--   Forms of the record, operations, outcomes, types of principals, and members that have no column: each with its
--   first and last sight. Temporal adds operations and takes members away with notice, but not to you.
-- meaning: One thing that records hold, with whether it is new in the period. A new operation may belong into a rule of
--   yours; a member without a column is in `extra`; what was last seen long ago may have another name now.
-- controls: SOC 2 CC7.1, ISO 27001 A.8.15, ISO 27001 A.8.16, PCI DSS 10.7, NIST 800-53 AU-5, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter history (integer, default 400): Days before the period that count as history.
WITH grouped AS (
  SELECT
    record_form,
    operation,
    status,
    principal_type,
    extra,
    min(emit_time) AS first_time,
    max(emit_time) AS last_time,
    count(*) AS events_of_form
  FROM audit_logs
  WHERE event_date BETWEEN date_format(date_add('day', -:history, :from), '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= date_add('day', -:history, :from) AND emit_time < :to
  GROUP BY record_form, operation, status, principal_type, extra
),
parsed AS (
  SELECT
    grouped.*,
    CASE WHEN extra IS NOT NULL THEN map_keys(CAST(json_parse(extra) AS map(varchar, json))) END AS members
  FROM grouped
),
lists AS (
  SELECT
    ARRAY[
      'form ' || record_form,
      'operation ' || operation,
      'status ' || coalesce(status, '(none)'),
      'principal type ' || coalesce(principal_type, '(none)')
    ] || coalesce(transform(members, member -> 'member ' || member), ARRAY[]) AS things,
    4 + coalesce(cardinality(members), 0) AS size,
    first_time,
    last_time,
    events_of_form
  FROM parsed
)
SELECT
  thing,
  sum(events_of_form) AS events,
  min(first_time) AS first_seen,
  max(last_time) AS last_seen,
  min(first_time) >= :from AS is_new,
  max(last_time) < :from AS is_gone
FROM (
  SELECT element_at(things, i) AS thing, first_time, last_time, events_of_form
  FROM lists
  CROSS JOIN UNNEST(sequence(1, size)) AS t(i)
)
GROUP BY thing
ORDER BY thing
