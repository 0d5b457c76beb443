-- title: Coverage
-- group: logging controls
-- description: How far does the log reach in the period, how much is in it, and what do its events leave unsaid?
--   A good audit record says what, when, from where, by whom and how it ended; the last columns count those that do not.
-- meaning: The whole period; there is one row.
-- controls: ISO 27001 A.8.15, PCI DSS 10.2.2, PCI DSS 10.7, NIST 800-53 AU-3, NIST 800-53 AU-12
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
SELECT
  count(*) AS events,
  count_if(status IS DISTINCT FROM 'OK') AS failed,
  count(DISTINCT actor) AS principals,
  count(DISTINCT client_ip) AS addresses,
  count(DISTINCT namespace) AS namespaces,
  count(DISTINCT event_date) AS days_with_events,
  min(emit_time) AS first_event,
  max(emit_time) AS last_event,
  max(arrival_time) AS last_arrival,
  count_if(version > 0) AS sent_again,
  count_if(actor IS NULL) AS without_actor,
  count_if(client_ip IS NULL) AS without_client_ip,
  count_if(status IS NULL) AS without_status
FROM audit_logs
WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
  AND emit_time >= :from AND emit_time < :to
