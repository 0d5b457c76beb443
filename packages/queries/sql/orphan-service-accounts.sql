-- title: Orphan service accounts
-- group: population and access
-- description: Which service accounts outlived the user who made them?
-- meaning: One service account that is there, and whose maker was deleted and not made anew. A service account made before the log begins has
--   no known maker and is not in it. Give each a new owner, rotate its keys, for the leaver may have a copy, or delete it.
-- controls: SOC 2 CC6.2, SOC 2 CC6.3, ISO 27001 A.5.16, PCI DSS 8.2.5, PCI DSS 8.6.1, NIST 800-53 AC-2
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- part: names,
-- part: access-steps,
-- part: access-state,
-- part: made,
users AS (
  SELECT subject, emit_time, actor, access, row_number() OVER (PARTITION BY subject ORDER BY step DESC, access) AS recency
  FROM state
  WHERE subject_type = 'user' AND scope = 'account'
),
accounts AS (
  SELECT subject_type, subject, access
  FROM state
  WHERE subject_type = 'service_account' AND scope = 'account' AND recency = 1
)
SELECT
  accounts.subject_type,
  accounts.subject,
  coalesce(accounts.access, 'unknown') AS account_role,
  made.created,
  made.created_by,
  users.emit_time AS creator_deleted,
  users.actor AS creator_deleted_by,
  date_diff('day', users.emit_time, :to) AS days_orphaned
FROM accounts
JOIN made ON made.subject_type = accounts.subject_type AND made.subject = accounts.subject
JOIN users ON users.subject = lower(made.created_by) AND users.recency = 1 AND users.access = 'none'
WHERE accounts.access IS DISTINCT FROM 'none' AND users.emit_time >= made.created
ORDER BY subject_type, subject
