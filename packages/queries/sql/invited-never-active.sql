-- title: Invited and never active
-- group: population and access
-- description: Which users were invited or made, and never did anything since?
-- meaning: One user who is not deleted and of whom no event is known. Looking at Temporal's pages is no event, and log-ins are not documented
--   for every format of the log: ask before you take it away. An open invitation is a door: withdraw those older than a month.
-- controls: SOC 2 CC6.2, ISO 27001 A.5.16, PCI DSS 8.2.6, NIST 800-53 AC-2(3)
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
-- parameter days (integer, default 14): Only those invited at least so many days ago.
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
  other_access,
  created AS invited,
  created_by AS invited_by,
  date_diff('day', created, :to) AS days_since
FROM population
WHERE subject_type = 'user' AND events = 0
  AND created <= date_add('day', -:days, :to)
ORDER BY subject_type, subject
