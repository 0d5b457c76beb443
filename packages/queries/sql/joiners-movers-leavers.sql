-- title: Joiners, movers and leavers
-- group: population and access
-- description: Who came, who went, and whose role or permissions changed in a period, by whom and with which ticket?
-- meaning: One thing that became of one user, service account or group: joiner, mover with what it could do before and after, or leaver.
--   access_before is NULL where the log does not know it. A change to what somebody had already is none.
--   Draw a sample of each kind (population-sample), ask for the request and its approval, and for a leaver the day they left.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.16, ISO 27001 A.5.18, PCI DSS 8.2.5, HIPAA 164.308(a)(3)(ii)(C), NIST 800-53 AC-2(4)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- part: names,
-- part: access-steps,
spans AS (
  SELECT
    steps.*,
    lag(access) OVER (PARTITION BY subject_type, subject, scope ORDER BY step, access) AS access_before,
    min(step) OVER (PARTITION BY subject_type, subject, scope ORDER BY step RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_same,
    min(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject ORDER BY step RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_full,
    max(CASE WHEN states_all THEN step END) OVER (PARTITION BY subject_type, subject ORDER BY step RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS full_before,
    max(step) OVER (PARTITION BY subject_type, subject, scope ORDER BY step RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS same_before
  FROM steps
),
ends AS (
  SELECT DISTINCT subject_type, subject, step, emit_time, log_id, operation, operation_name, verb, actor, async_operation_id
  FROM steps
),
moves AS (
  SELECT
    emit_time, log_id, operation, operation_name, actor, async_operation_id, subject_type, subject, scope,
    CASE WHEN verb IN ('create', 'invite') THEN 'joiner' WHEN verb = 'delete' THEN 'leaver' ELSE 'mover' END AS kind,
    CASE WHEN full_before > coalesce(same_before, 0) AND verb <> 'delete' THEN 'none' ELSE access_before END AS access_before,
    access
  FROM spans
  UNION ALL
  SELECT
    ends.emit_time, ends.log_id, ends.operation, ends.operation_name, ends.actor, ends.async_operation_id,
    ends.subject_type, ends.subject, spans.scope, 'mover', spans.access, 'none'
  FROM spans
  JOIN ends ON ends.subject_type = spans.subject_type AND ends.subject = spans.subject AND ends.step = spans.next_full
  WHERE coalesce(spans.next_same > spans.next_full, true) AND spans.access IS DISTINCT FROM 'none' AND ends.verb = 'update'
)
SELECT
  emit_time,
  kind,
  subject_type,
  subject,
  scope,
  access_before,
  coalesce(access, 'unknown') AS access,
  actor,
  operation_name,
  async_operation_id,
  log_id
FROM moves
WHERE emit_time >= :from
  AND (kind <> 'mover' OR access IS NULL OR access IS DISTINCT FROM access_before)
ORDER BY emit_time, log_id, operation, subject_type, subject, scope
