-- title: Completeness of fields (NIST AU-3)
-- group: logging controls
-- description: How many events say what an audit record must say?
--   NIST 800-53 AU-3 asks for: a what, b when, c where, d the source, e the outcome, f who. Where is the namespace, or
--   the kind of thing, that it was done to. A log-in has no address where Temporal hides it, and one in the form of
--   2023 never has.
-- meaning: One of the six requirements, with how many events meet it. Below 100 percent, see `example`: mostly an old
--   form of the record.
-- controls: ISO 27001 A.8.15, PCI DSS 10.2.2, HIPAA 164.312(b), NIST 800-53 AU-3, NIST 800-53 AU-8, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
WITH totals AS (
  SELECT
    count(*) AS events,
    count_if(operation <> '') AS with_what,
    count(emit_time) AS with_when,
    count_if(coalesce(namespace, resource_type, '') <> '') AS with_where,
    count_if(coalesce(client_ip, x_forwarded_for, '') <> '') AS with_source,
    count_if(coalesce(status, '') <> '') AS with_outcome,
    count_if(coalesce(actor, '') <> '') AS with_identity,
    min(CASE WHEN coalesce(namespace, resource_type, '') = '' THEN log_id END) AS no_where,
    min(CASE WHEN coalesce(client_ip, x_forwarded_for, '') = '' THEN log_id END) AS no_source,
    min(CASE WHEN coalesce(status, '') = '' THEN log_id END) AS no_outcome,
    min(CASE WHEN coalesce(actor, '') = '' THEN log_id END) AS no_identity
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
),
requirements AS (
  SELECT
    element_at(ARRAY['a', 'b', 'c', 'd', 'e', 'f'], i) AS requirement,
    element_at(ARRAY['what', 'when', 'where', 'source', 'outcome', 'identity'], i) AS asks_for,
    element_at(
      ARRAY['operation', 'emit_time', 'namespace, resource_type', 'client_ip, x_forwarded_for', 'status', 'actor'],
      i
    ) AS columns_used,
    events,
    element_at(ARRAY[with_what, with_when, with_where, with_source, with_outcome, with_identity], i) AS complete,
    element_at(ARRAY[NULL, NULL, no_where, no_source, no_outcome, no_identity], i) AS example
  FROM totals
  CROSS JOIN UNNEST(sequence(1, 6)) AS t(i)
)
SELECT
  requirement,
  asks_for,
  columns_used,
  events,
  complete,
  events - complete AS incomplete,
  CASE WHEN events > 0 THEN floor(complete * 10000e0 / events) / 100e0 END AS complete_percent,
  example
FROM requirements
ORDER BY requirement
