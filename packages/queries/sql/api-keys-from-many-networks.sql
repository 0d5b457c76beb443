-- title: API keys from several networks
-- group: failures and anomalies
-- description: Which API key was used from several networks on one day?
--   The network is the /24 of an IPv4 address, the /64 of an IPv6 one. Only what the log shows counts as use: work
--   inside of a namespace does not.
-- meaning: One API key on one UTC day, with its networks, the newest day first. A key belongs to one place: it may have
--   been copied, unless what uses it moves. Make it anew when nobody can explain it.
-- controls: SOC 2 CC6.6, SOC 2 CC7.2, ISO 27001 A.5.17, ISO 27001 A.8.16, PCI DSS 8.6.3, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter least (integer, default 2): Networks on a day that are worth a look.
WITH used AS (
  SELECT
    event_date,
    principal_api_key_id,
    actor,
    client_ip,
    count(*) AS events_of_address,
    min(emit_time) AS first_time,
    max(emit_time) AS last_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND principal_api_key_id IS NOT NULL
    AND client_ip IS NOT NULL
  GROUP BY event_date, principal_api_key_id, actor, client_ip
),
placed AS (
  SELECT
    used.*,
    -- part: network
  FROM used
)
SELECT
  event_date,
  principal_api_key_id,
  nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS actors,
  count(DISTINCT network) AS networks,
  nullif(array_join(array_agg(DISTINCT network ORDER BY network), ', '), '') AS network_list,
  count(DISTINCT client_ip) AS addresses,
  sum(events_of_address) AS events,
  min(first_time) AS first_seen,
  max(last_time) AS last_seen
FROM placed
GROUP BY event_date, principal_api_key_id
HAVING count(DISTINCT network) >= :least
ORDER BY event_date DESC, principal_api_key_id
