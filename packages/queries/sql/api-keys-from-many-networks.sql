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
    emit_time,
    principal_api_key_id,
    actor,
    client_ip,
    CASE
      WHEN strpos(client_ip, ':') > 0 THEN nullif(array_join(slice(regexp_extract_all(
        replace(
          client_ip,
          '::',
          ':' || coalesce(nullif(array_join(repeat('0', 8 - regexp_count(client_ip, '[0-9a-f]+')), ':'), ''), '') || ':'
        ),
        '[0-9a-f]+'
      ), 1, 4), ':'), '') || '::/64'
      ELSE regexp_extract(client_ip, '^(\d+\.\d+\.\d+)\.\d+$', 1) || '.0/24'
    END AS network
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND principal_api_key_id IS NOT NULL
    AND client_ip IS NOT NULL
)
SELECT
  event_date,
  principal_api_key_id,
  nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS actors,
  count(DISTINCT network) AS networks,
  nullif(array_join(array_agg(DISTINCT network ORDER BY network), ', '), '') AS network_list,
  count(DISTINCT client_ip) AS addresses,
  count(*) AS events,
  min(emit_time) AS first_seen,
  max(emit_time) AS last_seen
FROM used
GROUP BY event_date, principal_api_key_id
HAVING count(DISTINCT network) >= :least
ORDER BY event_date DESC, principal_api_key_id
