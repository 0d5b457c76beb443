-- title: Owners with more API keys than allowed
-- group: credentials
-- description: Who owns more API keys than the rule allows?
-- meaning: One owner with the keys that are not deleted and not past their expiry. A request to make a key does not name the key's id, so that a key is put together by its name and owner where an id goes with
--   just one of each; else it has a row by name, and one by id.
--   Keys made before the log begins and not used since are not counted. More than two keys are seldom needed: one in use, one that
--   replaces it. Ask what each is for.
-- controls: SOC 2 CC6.1, ISO 27001 A.5.17, NIST 800-53 AC-6, NIST 800-53 IA-5
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter most (integer, default 2): How many keys are allowed.
WITH
-- part: names,
-- part: api-keys
SELECT
  owner_id,
  max(coalesce(names.name, owner_id)) AS owner,
  max(owner_type) AS owner_type,
  count(*) AS live_keys,
  count_if(last_used IS NULL) AS never_used,
  count_if(is_disabled) AS disabled,
  nullif(array_join(array_agg(known_by ORDER BY known_by), ', '), '') AS key_list,
  min(created) AS oldest,
  max(created) AS newest
FROM keys
LEFT JOIN names ON names.id = owner_id AND names.kind IN ('user', 'service_account')
WHERE (deleted IS NULL OR created > deleted) AND owner_id IS NOT NULL AND known_by IS NOT NULL
  AND coalesce(substr(expires, 1, 19) > date_format(:to, '%Y-%m-%dT%H:%i:%s'), true)
GROUP BY owner_id
HAVING count(*) > :most
ORDER BY live_keys DESC, owner_id
