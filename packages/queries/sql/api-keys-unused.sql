-- title: API keys never used, or not for long
-- group: credentials
-- description: Which API keys were never used, or not for many days?
-- meaning: One key that is not deleted. finding says `never used` or `not used for long`. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   Only changes made with a key are in the log, not workflows: ask its owner, disable it for a week, then delete it.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, PCI DSS 8.2.6, PCI DSS 8.6.3, NIST 800-53 IA-5, NIST 800-53 AC-2(3)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 90): Days without use, or since it was made, that are long.
WITH
-- part: names,
-- part: api-keys
SELECT
  CASE WHEN last_used IS NULL THEN 'never used' ELSE 'not used for long' END AS finding,
  key_id,
  key_name,
  owner_type,
  coalesce(names.name, owner_id) AS owner,
  created,
  first_event,
  last_used,
  date_diff('day', coalesce(last_used, created, first_event), :to) AS quiet_days,
  expires,
  is_disabled
FROM keys
LEFT JOIN names ON names.id = owner_id AND names.kind IN ('user', 'service_account')
WHERE (deleted IS NULL OR created > deleted)
  AND known_by IS NOT NULL
  AND coalesce(last_used, created, first_event) <= date_add('day', -:days, :to)
ORDER BY key_id, key_name
