-- title: API-key inventory
-- group: credentials
-- description: Which API keys were there at a moment: whose, how old, until when, and when last used?
-- meaning: One key that is not deleted. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   Column unknown says what the log cannot tell. Use counts changes made with the key, failed ones too; starting workflows is not in the log.
--   A key without an owner that you know, or older than your rule allows, is to be replaced.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, PCI DSS 8.6.3, NIST 800-53 IA-5
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- part: names,
-- part: api-keys
SELECT
  key_id,
  key_name,
  owner_type,
  coalesce(names.name, owner_id) AS owner,
  created,
  created_by,
  date_diff('day', coalesce(created, first_event), :to) AS age_days,
  expires,
  is_disabled,
  last_used,
  date_diff('day', last_used, :to) AS days_since_use,
  uses,
  addresses,
  CASE
    WHEN NOT is_made_here THEN 'when and by whom it was made: its age is from its first event on'
    WHEN key_id IS NULL THEN 'its id, and so its use'
  END AS unknown
FROM keys
LEFT JOIN names ON names.id = owner_id AND names.kind IN ('user', 'service_account')
WHERE deleted IS NULL OR created > deleted
ORDER BY key_id, key_name
