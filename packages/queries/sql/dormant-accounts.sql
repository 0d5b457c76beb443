-- title: Dormant accounts
-- group: population and access
-- description: Which users and service accounts did nothing for 30, 60 or 90 days, and still have access?
--   Only the control plane is seen: a service account that runs workflows and changes nothing looks dormant here.
-- meaning: One account that is not deleted, with since when it has been quiet. bracket is `never seen` where no event of its own is in the history.
--   For users disable from 90 days on (PCI DSS 8.2.6); for service accounts ask who runs workers with it before you delete anything.
-- controls: SOC 2 CC6.2, ISO 27001 A.5.18, PCI DSS 8.2.6, NIST 800-53 AC-2(3)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 30): Days without an event that make an account dormant.
WITH
-- part: names,
-- part: access-steps,
-- part: access-state,
-- part: activity,
-- part: made,
-- part: population
SELECT
  subject_type,
  subject,
  account_role,
  last_seen,
  date_diff('day', coalesce(last_seen, first_event), :to) AS quiet_days,
  CASE
    WHEN last_seen IS NULL THEN 'never seen'
    WHEN last_seen <= date_add('day', -90, :to) THEN '90 days and more'
    WHEN last_seen <= date_add('day', -60, :to) THEN '60 to 89 days'
    WHEN last_seen <= date_add('day', -30, :to) THEN '30 to 59 days'
    ELSE 'less than 30 days'
  END AS bracket,
  created,
  created_by,
  unknown
FROM population
WHERE subject_type IN ('user', 'service_account') AND coalesce(last_seen, first_event) <= date_add('day', -:days, :to)
ORDER BY subject_type, subject
