-- title: Service accounts as of a date
-- group: population and access
-- description: Which service accounts were there at a moment, with which account role, and when was each last at work?
--   All of them that the log knows of: those it saw made, changed or at work, less those it saw deleted.
-- meaning: One service account. Column unknown says what the log cannot tell of it. Who was made before the log begins and neither changed
--   nor at work since is not in it: compare the number of rows with Temporal's own list, and explain every difference.
--   A service account that its owner does not know is to be deleted.
-- controls: SOC 2 CC6.2, ISO 27001 A.5.16, PCI DSS 7.2.5.1, PCI DSS 8.6.1, NIST 800-53 AC-2, NIST 800-53 IA-4
-- parameter to (time, default T): The moment that is asked about; events count that were before it.
-- parameter since (time, default 1970-01-01): First moment of the history that is read: a later one is quicker and knows less.
WITH
-- part: names,
-- part: access-steps,
-- part: access-state,
-- part: activity,
-- part: made,
-- part: population
SELECT subject_type, subject, account_role, other_access, created, created_by, first_event, last_seen, events, unknown
FROM population
WHERE subject_type = 'service_account'
ORDER BY subject_type, subject
