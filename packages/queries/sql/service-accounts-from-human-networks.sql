-- title: Service accounts where people are
-- group: failures and anomalies
-- description: Which service account was used from a network that people work from?
--   The network is the /24 of an IPv4 address, the /64 of an IPv6 one. Where people and machines go out through one
--   gateway, name its network as one to leave out.
-- meaning: One service account at one network, with the people seen there in the period. Its key may lie on the
--   computer of one of them: keys of machines belong on machines.
-- controls: SOC 2 CC6.1, SOC 2 CC7.2, ISO 27001 A.5.17, ISO 27001 A.8.16, PCI DSS 8.6.1, NIST 800-53 AC-2(12), NIST 800-53 SI-4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter except (text, default empty): Networks to leave out, such as 192.0.2.0/24,198.51.100.0/24.
WITH seen AS (
  SELECT
    actor,
    principal_type,
    operation_name,
    client_ip,
    count(*) AS events_of_address,
    min(emit_time) AS first_time,
    max(emit_time) AS last_time
  FROM audit_logs
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND actor IS NOT NULL
    AND client_ip IS NOT NULL
  GROUP BY actor, principal_type, operation_name, client_ip
),
placed AS (
  SELECT
    seen.*,
    -- part: network
  FROM seen
),
people AS (
  SELECT
    network,
    nullif(array_join(array_agg(DISTINCT actor ORDER BY actor), ', '), '') AS people
  FROM placed
  WHERE coalesce(principal_type, 'user') = 'user'
  GROUP BY network
)
SELECT
  placed.actor AS service_account,
  placed.network AS network,
  max(people.people) AS people,
  sum(events_of_address) AS events,
  nullif(array_join(array_agg(DISTINCT operation_name ORDER BY operation_name), ', '), '') AS operations,
  nullif(array_join(array_agg(DISTINCT client_ip ORDER BY client_ip), ', '), '') AS addresses,
  min(first_time) AS first_seen,
  max(last_time) AS last_seen
FROM placed
JOIN people ON people.network = placed.network
WHERE principal_type = 'serviceaccount'
  AND NOT contains(split(:except, ','), placed.network)
GROUP BY placed.actor, placed.network
ORDER BY placed.actor, placed.network
