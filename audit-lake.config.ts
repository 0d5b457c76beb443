import { configuration } from './stacks/configuration.ts'

// All that can be chosen about a lake in AWS. Change what differs for you, then: npx sst deploy --stage production
export default configuration({
  // Where everything is made. Temporal Cloud writes to a stream in any region that it lists for audit logs.
  region: 'us-east-1',

  // How Temporal Cloud gets in: a role of this name in your account, which Temporal's servers assume.
  //
  // 'auto': Temporal's own CloudFormation template makes the role; you paste the ARN of the stream there, and this name.
  // 'manual': the role is made here, from what you copy out of that template:
  //   temporal: { access: 'manual', roleName: '...', principals: ['arn:aws:iam::...', ...], externalId: '...' },
  temporal: { access: 'auto', roleName: 'temporal-audit-logs' },

  // A shard takes 1,000 records and 1 MiB a second. The number is what the stream begins with: Temporal Cloud may change
  // it, and so may you (aws kinesis update-shard-count). { mode: 'on-demand', retentionDays: 7 } grows by itself and
  // costs more.
  // Days that the stream keeps records are days you have to repair what stops reading them.
  stream: { mode: 'provisioned', shards: 1, retentionDays: 7 },

  // Every record as it came, in a bucket of its own. With a lock nobody can delete or change it for so many years:
  // { mode: 'governance', years: 7 } leaves a way out for whoever may bypass it, 'compliance' leaves none, not even for
  // the owner of the account. It cannot be taken away again.
  raw: { objectLock: null },

  // What one query may read at the most, and for how long results are kept.
  athena: { scanLimitGiB: 100, keepResultsDays: 30 },

  // For how long what the sealer deleted or replaced can still be brought back.
  keepDeletedDays: 30,

  // A day whose files to be merged have so many MiB or more is sealed by Athena, a smaller one by the sealer itself, which
  // has disk and memory for 1,024 at the most. It costs what Athena reads. See docs/sealing.md.
  largeDayMiB: 512,

  // Reports that are made by themselves: which, when (five fields of cron) in which time zone, about the last whole 'day',
  // 'week', 'month', 'quarter', 'half-year' or 'year' before that, in which formats ('html', 'pdf', 'xlsx', 'csv', 'json'),
  // and who gets a mail with the summary and a link (each address has to confirm once). They are written into reports/ in
  // the bucket, within the hour; one that was missed is made up for. An empty list for none. Some want to be told what a
  // ticket looks like, when people work or which accounts are for emergencies: parameters: { pattern: 'OPS-[0-9]+' }. See
  // docs/reports.md.
  reports: [
    {
      report: 'activity-summary',
      when: '0 6 1 * *',
      timeZone: 'UTC',
      period: 'month',
      formats: ['html', 'pdf', 'json'],
      to: [],
    },
  ],

  // Who gets a mail when something is wrong (each address has to confirm once), and what a month may cost in US dollars
  // before somebody is told; null for no budget.
  alarms: { emails: [], monthlyBudgetUsd: null },

  // Addresses that `client_ip` skips when it reads x_forwarded_for, in CIDR; null for the private ranges.
  trustedProxies: null,

  // Keeps one of the account's concurrent executions for the sealer, so that no two of them run at once. They may, it
  // only wastes work: say false where the account's limit is too low to reserve any (10 in new accounts).
  reserveConcurrency: true,
})
