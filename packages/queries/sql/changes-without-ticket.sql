-- title: Changes without a ticket
-- group: privileged and change
-- description: Which changes name no ticket?
--   A caller can give an operation an id, `async_operation_id` (`request_id` before 2025); this counts on the
--   convention that it holds the ticket. The console gives none of its own: what is done by hand there has no ticket.
-- meaning: One change that succeeded and whose id is missing or no ticket, the newest first. Find the ticket, or write
--   one; where it is always the same actor, give their tool the habit.
-- controls: SOC 2 CC8.1, ISO 27001 A.8.32, PCI DSS 6.5.1, NIST 800-53 CM-3, NIST 800-53 CM-5(1)
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter pattern (pattern, default [A-Z][A-Z0-9]+-[0-9]+): What a ticket looks like, as a regular expression.
-- parameter actor (text, default empty): Only what this user or service account did.
SELECT
  emit_time,
  actor,
  principal_type,
  client_ip,
  operation_name,
  namespace,
  async_operation_id,
  log_id
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
  AND status = 'OK'
  AND verb NOT IN ('login', 'validate')
  AND NOT regexp_like(coalesce(async_operation_id, ''), :pattern)
  AND (:actor = '' OR lower(actor) = lower(:actor))
ORDER BY emit_time DESC, log_id, operation
