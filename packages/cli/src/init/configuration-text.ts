import type { Configuration } from './configuration.ts'

/** The text of audit-lake.config.ts: each choice with what it means, so that the file can be changed by hand later. */
export function configurationText(chosen: Configuration): string {
  return `import { configuration } from './stacks/configuration.ts'

// All that can be chosen about a lake in AWS. Change what differs for you, then: npx sst deploy --stage production
export default configuration({
  // Where everything is made. Temporal Cloud writes to a stream in any region that it lists for audit logs.
  region: ${code(chosen.region)},

  // How Temporal Cloud gets in: a role of this name in your account, which Temporal's servers assume.
  //
  // 'auto': Temporal's own CloudFormation template makes the role; you paste the ARN of the stream there, and this name.
  // 'manual': the role is made here, from what you copy out of that template:
  //   temporal: { access: 'manual', roleName: '...', principals: ['arn:aws:iam::...', ...], externalId: '...' },
  temporal: ${code(chosen.temporal)},

  // A shard takes 1,000 records and 1 MiB a second. The number is what the stream begins with: Temporal Cloud may change
  // it, and so may you (aws kinesis update-shard-count). { mode: 'on-demand', retentionDays: 7 } grows by itself and
  // costs more.
  // Days that the stream keeps records are days you have to repair what stops reading them.
  stream: ${code(chosen.stream)},

  // Every record as it came, in a bucket of its own. With a lock nobody can delete or change it for so many years:
  // { mode: 'governance', years: 7 } leaves a way out for whoever may bypass it, 'compliance' leaves none, not even for
  // the owner of the account. It cannot be taken away again.
  raw: ${code(chosen.raw)},

  // What one query may read at the most, and for how long results are kept.
  athena: ${code(chosen.athena)},

  // For how long what the sealer deleted or replaced can still be brought back.
  keepDeletedDays: ${code(chosen.keepDeletedDays)},

  // A day whose files to be merged have so many MiB or more is sealed by Athena, a smaller one by the sealer itself, which
  // has disk and memory for 1,024 at the most. It costs what Athena reads. See docs/sealing.md.
  largeDayMiB: ${code(chosen.largeDayMiB)},

  // Reports that are made by themselves: which, when (five fields of cron) in which time zone, about the last whole 'day',
  // 'week', 'month', 'quarter', 'half-year' or 'year' before that, in which formats ('html', 'pdf', 'xlsx', 'csv', 'json'),
  // and who gets a mail with the summary and a link (each address has to confirm once). They are written into reports/ in
  // the bucket, within the hour; one that was missed is made up for. An empty list for none. Some want to be told what a
  // ticket looks like, when people work or which accounts are for emergencies: parameters: { pattern: 'OPS-[0-9]+' }. See
  // docs/reports.md.
  reports: ${schedule(chosen.reports)},

  // Who gets a mail when something is wrong (each address has to confirm once), and what a month may cost in US dollars
  // before somebody is told; null for no budget.
  alarms: ${code(chosen.alarms)},

  // Addresses that \`client_ip\` skips when it reads x_forwarded_for, in CIDR; null for the private ranges.
  trustedProxies: ${code(chosen.trustedProxies)},

  // Keeps one of the account's concurrent executions for the sealer, so that no two of them run at once. They may, it
  // only wastes work: say false where the account's limit is too low to reserve any (10 in new accounts).
  reserveConcurrency: ${code(chosen.reserveConcurrency)},
})
`
}

/** A member a line: somebody will add reports. */
function schedule(reports: Configuration['reports']): string {
  if (reports.length === 0) return '[]'
  const entries = reports.map(entry => {
    const members = Object.entries(entry).map(([name, member]) => `      ${name}: ${code(member)},\n`)
    return `    {\n${members.join('')}    },\n`
  })
  return `[\n${entries.join('')}  ]`
}

type Literal = null | boolean | number | string | readonly Literal[] | { readonly [name: string]: Literal }

/** @example code({ access: 'auto', roleName: 'a' }) // "{ access: 'auto', roleName: 'a' }" */
function code(value: Literal): string {
  if (typeof value === 'string') return quoted(value)
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(code).join(', ')}]`
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${name}: ${code(member)}`)
    .join(', ')} }`
}

/** In single quotes, escaped as JSON escapes. */
function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}
