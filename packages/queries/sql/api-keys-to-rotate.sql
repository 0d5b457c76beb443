-- title: API keys without an expiry, or overdue for rotation
-- group: credentials
-- description: Which API keys never expire, live longer than they should, or are past their expiry and still there?
-- meaning: One key that is not deleted, and the worst that is true of it. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   A key of which no event says what it was made with is not in it: see api-key-inventory for those.
--   Make a new key, move its users to it, and delete this one.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, PCI DSS 8.6.3, NIST 800-53 IA-5(1)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 90): Age in days from which a key is overdue.
WITH
-- part: names,
-- part: api-keys,
found AS (
  SELECT
    keys.*,
    CASE
      WHEN expires IS NULL THEN 'no expiry'
      WHEN substr(expires, 1, 19) <= date_format(:to, '%Y-%m-%dT%H:%i:%s') THEN 'expired and not deleted'
      WHEN created <= date_add('day', -:days, :to) THEN 'overdue for rotation'
    END AS finding
  FROM keys
  WHERE (deleted IS NULL OR created > deleted) AND (is_made_here OR key_name IS NOT NULL OR expires IS NOT NULL)
)
SELECT
  finding,
  key_id,
  key_name,
  owner_type,
  coalesce(names.name, owner_id) AS owner,
  created,
  date_diff('day', created, :to) AS age_days,
  expires,
  is_disabled,
  last_used
FROM found
LEFT JOIN names ON names.id = owner_id AND names.kind IN ('user', 'service_account')
WHERE finding IS NOT NULL
ORDER BY key_id, key_name
