import type { QueryGroup } from '../packages/queries/src/saved/query-group.ts'

/** What an auditor or a security engineer asks of an audit log. */
export interface AuditorsQuestion {
  readonly group: QueryGroup
  readonly question: string
  /** The saved queries that answer it, the first one best; none when the log cannot. */
  readonly queries: readonly string[]
  /** What the log cannot say of it, and where the answer is instead. */
  readonly missing?: string
}

function about(group: QueryGroup) {
  return (question: string, queries: string, missing?: string): AuditorsQuestion => ({
    group,
    question,
    queries: queries === '' ? [] : queries.split(' '),
    ...(missing && { missing }),
  })
}

const access = about('population and access')
const change = about('privileged and change')
const credential = about('credentials')
const anomaly = about('failures and anomalies')
const logging = about('logging controls')

/** All of them, in the order in which auditors ask. What only the details say is inferred: see the meaning of each query. */
export const auditorsQuestions: readonly AuditorsQuestion[] = [
  access('Who were the users on a day?', 'users-as-of', 'Who was there before the first event.'),
  access('Which service accounts were there on a day?', 'service-accounts-as-of', 'Those made before the first event.'),
  access('Who had privileges on a day?', 'privileged-principals-as-of access-as-of', 'What was given before the log.'),
  access('Who came, moved and left in a period?', 'joiners-movers-leavers'),
  access('Which cases are to be tested, drawn so that anybody can draw them again?', 'population-sample'),
  access('Which access of groups and to namespaces was changed?', 'namespace-and-group-access-changes'),
  access('Which accounts sleep?', 'dormant-accounts', 'Work inside of namespaces is not in the log.'),
  access('Who was invited and never came?', 'invited-never-active'),
  access('Which service accounts did somebody make who has left?', 'orphan-service-accounts'),

  change('Who got a privileged role, and who lost one?', 'privileged-grants-and-revokes'),
  change('Who gave themselves access?', 'self-granted-privileges'),
  change('Who made a service account, its key and its privileges, all alone?', 'separation-of-duties'),
  change('What did people change out of hours?', 'off-hours-admin'),
  change('When was an emergency account used?', 'break-glass-use'),
  change('Which namespaces came and went?', 'namespace-lifecycle namespace-changes'),
  change('Where was the retention of workflows made shorter?', 'retention-reductions'),
  change('Where was authentication or a certificate changed?', 'auth-and-certificate-changes'),
  change('Which connectivity rules were changed?', 'connectivity-rule-changes'),
  change('Where are workflow histories exported to?', 'export-sink-changes'),
  change('Which Nexus endpoints were changed?', 'nexus-endpoint-changes'),
  change('When was a namespace failed over?', 'failovers', 'Failovers that Temporal makes by itself.'),
  change('Which search attributes were changed?', 'search-attribute-changes'),
  change('Who changed the logging itself?', 'logging-changes quiet-periods'),
  change('Who changed the plan of the account?', 'plan-changes'),
  change('Which changes have no ticket?', 'changes-without-ticket', 'Whether the ticket exists, and was approved.'),
  change('What was changed by hand that a tool manages?', 'human-changes-on-managed-resources'),

  credential(
    'Which API keys are there, how old, and when last used?',
    'api-key-inventory',
    'Use inside of namespaces.',
  ),
  credential('Which keys are not used?', 'api-keys-unused', 'Use inside of namespaces.'),
  credential('Which keys do not expire, or are due for rotation?', 'api-keys-to-rotate'),
  credential('Which key was used after it was to be deleted?', 'api-keys-used-after-deletion'),
  credential('Who has too many keys?', 'api-keys-per-owner'),
  credential('When were certificates rotated?', 'certificate-rotation', 'When a certificate ends.'),

  anomaly('Who fails, and at what?', 'failed-operations-by-actor failed-operations repeated-failures'),
  anomaly('Who failed again and again, and then succeeded?', 'failure-then-success'),
  anomaly(
    'Who came from a new address, country or provider?',
    'first-seen-addresses addresses-per-principal',
    'Country and provider: the log has addresses only. Join them with a table of networks of your own.',
  ),
  anomaly(
    'Who was in two places at once?',
    '',
    'Distance needs to know where an address is, and the log has no place. Nearest to it: ' +
      '`api-keys-from-many-networks` and `first-seen-addresses`.',
  ),
  anomaly('Which API key was used from several networks?', 'api-keys-from-many-networks'),
  anomaly('Who deleted much in little time?', 'bursts-of-deletes'),
  anomaly('Who did something for the first time?', 'first-time-operations'),
  anomaly('Which service account works where people are?', 'service-accounts-from-human-networks'),
  anomaly('Who came back after a long silence?', 'activity-after-dormancy'),
  anomaly('Who invited or changed many at once?', 'mass-access-changes'),

  logging(
    'Is every piece that arrived accounted for?',
    'completeness-certificate unbalanced-receipts receipts-by-source',
  ),
  logging('Do events say what a record must say (NIST AU-3)?', 'field-completeness coverage'),
  logging('What came late, or out of order?', 'late-arrivals out-of-order-arrivals'),
  logging('Do the clocks agree?', 'clock-skew'),
  logging('What could not be read, and waits?', 'open-dead-letters dead-letters-by-reason'),
  logging('Did the format of the records change?', 'record-format-drift'),
  logging(
    'Is the log kept for as long as it must be, and locked?',
    '',
    'How long objects are kept and locked is said by the bucket: its lifecycle rules and its object lock. ' +
      'How far the log reaches back is in `coverage`.',
  ),
  logging(
    'When was the integrity of the log verified, and with what result?',
    '',
    'A check leaves no event in the log that it checks. `audit-lake doctor` checks now, and ends with 3 when it finds ' +
      'something: whoever runs it on a schedule keeps its output.',
  ),
  logging(
    'Who queried the log?',
    '',
    "Queries are no events of Temporal Cloud. AWS CloudTrail has Athena's `StartQueryExecution`, and reads of objects " +
      'when data events are on.',
  ),
  logging(
    'Which reviews are overdue?',
    '',
    'Who has looked at what is written down where reviews are. A saved query over a fixed period gives the reviewer ' +
      'the same rows at any time.',
  ),
]
