-- title: Access history
-- group: population and access
-- description: From when until when did each user, service account and group have which role or permission, and who gave it and took it?
-- meaning: One stay of one role or permission that reached into the period. valid_to is NULL where it had not ended when the period did.
--   unknown says where the access before valid_from is not known, because no earlier event states all of it.
--   Look for what was held for minutes only, and for what outlived the job it was given for.
-- controls: SOC 2 CC6.3, ISO 27001 A.5.18, PCI DSS 7.2.4, NIST 800-53 AC-2(4)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter subject (text, default empty): Only this user, service account or group: e-mail address, name, or id where no name is known.
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
)
SELECT
  spans.subject_type,
  spans.subject,
  spans.scope,
  coalesce(spans.access, 'unknown') AS access,
  spans.emit_time AS valid_from,
  spans.actor AS given_by,
  ends.emit_time AS valid_to,
  ends.actor AS ended_by,
  ends.operation_name AS ended_by_operation,
  CASE
    WHEN spans.same_before IS NULL AND spans.full_before IS NULL AND spans.verb NOT IN ('create', 'invite') THEN 'what it had before valid_from'
  END AS unknown,
  spans.log_id
FROM spans
LEFT JOIN ends ON ends.subject_type = spans.subject_type AND ends.subject = spans.subject
  AND ends.step = least(coalesce(spans.next_same, spans.next_full), coalesce(spans.next_full, spans.next_same))
WHERE spans.access IS DISTINCT FROM 'none'
  AND (ends.emit_time IS NULL OR ends.emit_time >= :from)
  AND (:subject = '' OR lower(spans.subject) = lower(:subject))
ORDER BY valid_from, log_id, subject_type, subject, scope
