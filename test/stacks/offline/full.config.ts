import { configuration } from '../../../stacks/configuration.ts'

/** Everything that can be turned on. The principals are made up: Temporal's own are not public. */
export default configuration({
  region: 'eu-central-1',
  temporal: {
    access: 'manual',
    roleName: 'temporal-audit-logs',
    principals: ['arn:aws:iam::444455556666:role/delivery', 'arn:aws:iam::777788889999:role/delivery'],
    externalId: 'an-external-id',
  },
  stream: { mode: 'on-demand', retentionDays: 30 },
  raw: { objectLock: { mode: 'compliance', years: 7 } },
  athena: { scanLimitGiB: 0.5, keepResultsDays: 3 },
  keepDeletedDays: 90,
  largeDayMiB: 256,
  reports: [
    {
      report: 'activity-summary',
      when: '0 6 * * 1',
      timeZone: 'Europe/Berlin',
      period: 'week',
      formats: ['html', 'pdf', 'xlsx', 'csv', 'json'],
      to: ['auditor@example.com', 'security@example.com'],
    },
    {
      report: 'activity-summary',
      when: '0 6 1 1,4,7,10 *',
      timeZone: 'Europe/Berlin',
      period: 'quarter',
      formats: ['pdf'],
      to: ['auditor@example.com'],
    },
  ],
  alarms: { emails: ['security@example.com', 'operations@example.com'], monthlyBudgetUsd: 50 },
  trustedProxies: ['10.0.0.0/8', 'fd00::/8'],
  reserveConcurrency: false,
})
