-- title: Random sample of a population
-- group: population and access
-- description: Which items of a population is the auditor to test? The same seed draws the same items from the same population, on either engine.
--   Populations: provisioning, termination, access (changes of it), api_keys, namespaces, all: events that succeeded.
-- meaning: One drawn event, in the order of the draw, which is that of the SHA-256 of seed and event. population_size is from how many it was drawn:
--   hold it against the completeness of the log (coverage, unbalanced-receipts) and write both, with the seed, into the working paper.
-- controls: SOC 2 CC4.1, ISO 27001 A.5.35, NIST 800-53 AU-7(1), NIST 800-53 CA-7
-- parameter from (time, default T-365d): First moment of the period.
-- parameter to (time, default T): End of the period, not in it.
-- parameter population (text, default provisioning): Which population.
-- parameter n (integer, default 25): How many items.
-- parameter seed (text, default 1): Any text. Choose it before you look, and keep it.
WITH items AS (
  SELECT
    emit_time,
    actor,
    operation,
    operation_name,
    status,
    sentence,
    async_operation_id,
    log_id,
    to_hex(sha256(to_utf8(:seed || '|' || log_id || '|' || operation || '|' || date_format(emit_time, '%Y-%m-%d %H:%i:%s.%f')))) AS draw
  FROM events_flat
  WHERE event_date BETWEEN date_format(:from, '%Y-%m-%d') AND date_format(:to, '%Y-%m-%d')
    AND emit_time >= :from AND emit_time < :to
    AND status = 'OK'
    AND CASE :population
      WHEN 'provisioning' THEN operation_name IN ('CreateUser', 'InviteUsers', 'CreateServiceAccount', 'CreateUserGroup')
      WHEN 'termination' THEN operation_name IN ('DeleteUser', 'DeleteServiceAccount', 'DeleteUserGroup')
      WHEN 'access' THEN verb IN ('set', 'update') AND resource_type IN ('user', 'service_account', 'user_group')
      WHEN 'api_keys' THEN resource_type = 'api_key'
      WHEN 'namespaces' THEN starts_with(resource_type, 'namespace')
      WHEN 'all' THEN true
      ELSE false
    END
),
drawn AS (
  SELECT
    items.*,
    row_number() OVER (ORDER BY draw, log_id, operation) AS place,
    count(*) OVER () AS population_size
  FROM items
)
SELECT place, population_size, emit_time, actor, operation_name, sentence, async_operation_id, log_id
FROM drawn
WHERE place <= :n
ORDER BY place, log_id, operation
