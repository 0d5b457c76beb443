import type { Configuration } from './configuration.ts'

/** What `audit-lake init` wants to know, each by a flag of its own. */
export interface Answers {
  readonly region: string
  readonly access: 'auto' | 'manual'
  readonly roleName: string
  readonly principals: readonly string[]
  readonly externalId: string
  readonly stream: 'provisioned' | 'on-demand'
  readonly shards: number
  readonly retentionDays: number
  readonly objectLock: 'none' | 'governance' | 'compliance'
  readonly lockYears: number
  readonly scanLimitGib: number
  readonly keepResultsDays: number
  readonly keepDeletedDays: number
  readonly reports: 'weekly' | 'monthly' | 'never'
  readonly emails: readonly string[]
  /** None when it is 0. */
  readonly monthlyBudget: number
  /** The private ranges when there are none. */
  readonly trustedProxies: readonly string[]
  readonly reserveConcurrency: 'yes' | 'no'
}

/** What the shipped audit-lake.config.ts says. */
export const DEFAULTS: Answers = {
  region: 'us-east-1',
  access: 'auto',
  roleName: 'temporal-audit-logs',
  principals: [],
  externalId: '',
  stream: 'provisioned',
  shards: 1,
  retentionDays: 7,
  objectLock: 'none',
  lockYears: 7,
  scanLimitGib: 100,
  keepResultsDays: 30,
  keepDeletedDays: 30,
  reports: 'monthly',
  emails: [],
  monthlyBudget: 0,
  trustedProxies: [],
  reserveConcurrency: 'yes',
}

/** Nobody has to know it before the first large day. */
const LARGE_DAY_MIB = 512

/** The configuration that answers make, not checked yet. */
export function configurationOf(answers: Answers): Configuration {
  const { region, access, roleName, principals, externalId, stream, shards, retentionDays } = answers
  const { objectLock, lockYears, monthlyBudget, emails, trustedProxies } = answers
  return {
    region,
    temporal: access === 'auto' ? { access, roleName } : { access, roleName, principals: [...principals], externalId },
    stream: stream === 'provisioned' ? { mode: stream, shards, retentionDays } : { mode: stream, retentionDays },
    raw: { objectLock: objectLock === 'none' ? null : { mode: objectLock, years: lockYears } },
    athena: { scanLimitGiB: answers.scanLimitGib, keepResultsDays: answers.keepResultsDays },
    keepDeletedDays: answers.keepDeletedDays,
    largeDayMiB: LARGE_DAY_MIB,
    reports: scheduleOf(answers.reports),
    alarms: { emails: [...emails], monthlyBudgetUsd: monthlyBudget === 0 ? null : monthlyBudget },
    trustedProxies: trustedProxies.length === 0 ? null : [...trustedProxies],
    reserveConcurrency: answers.reserveConcurrency === 'yes',
  }
}

/** The activity report of each week or month, as a page, to be filed, and for programs. */
function scheduleOf(often: Answers['reports']): Configuration['reports'] {
  if (often === 'never') return []
  const period = often === 'weekly' ? 'week' : 'month'
  const when = often === 'weekly' ? '0 6 * * 1' : '0 6 1 * *'
  return [{ report: 'activity-summary', when, timeZone: 'UTC', period, formats: ['html', 'pdf', 'json'], to: [] }]
}
