import { describe, expect, it } from 'vitest'
import given from '../../audit-lake.config.ts'
import { type Configuration, ConfigurationError, configuration } from '../../stacks/configuration.ts'
import full from './offline/full.config.ts'

function refused(change: object): string {
  try {
    configuration({ ...given, ...change } as Configuration)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return (error as Error).message
  }
  return 'accepted'
}

describe('configuration', () => {
  it('is accepted as it is shipped, and with everything turned on', () => {
    expect(configuration(given)).toEqual(given)
    expect(configuration(full)).toEqual(full)
  })

  it.each([
    [{ region: 'Frankfurt' }, 'write an AWS region, such as eu-central-1', 'region'],
    [{ regoin: 'eu-central-1' }, 'Unrecognized key: "regoin"', ''],
    [
      { temporal: { access: 'auto', roleName: 'arn:aws:iam::111122223333:role/a' } },
      'write the bare name of an IAM role, not its ARN',
      'temporal.roleName',
    ],
    [
      { temporal: { access: 'manual', roleName: 'a', principals: [], externalId: 'id' } },
      "copy Temporal's principals out of the template that it shows",
      'temporal.principals',
    ],
    [
      { temporal: { access: 'manual', roleName: 'a', principals: ['444455556666'], externalId: 'id' } },
      'write the ARN of an IAM role',
      'temporal.principals[0]',
    ],
    [{ stream: { mode: 'provisioned', retentionDays: 7 } }, 'expected number', 'stream.shards'],
    [{ stream: { mode: 'on-demand', retentionDays: 366 } }, '<=365', 'stream.retentionDays'],
    [{ raw: { objectLock: { mode: 'forever', years: 7 } } }, '"governance"|"compliance"', 'raw.objectLock.mode'],
    [{ alarms: { emails: ['nobody'], monthlyBudgetUsd: null } }, 'email', 'alarms.emails[0]'],
    [{ reports: [{ ...given.reports[0], report: 'all' }] }, 'activity-summary', 'reports[0].report'],
    [{ reports: [{ ...given.reports[0], when: '0 6 31 2 *' }] }, 'write five fields of cron', 'reports[0].when'],
    [{ reports: [{ ...given.reports[0], timeZone: 'Berlin' }] }, 'Europe/Berlin', 'reports[0].timeZone'],
    [{ reports: [given.reports[0], given.reports[0]] }, 'is there already', 'reports[1]'],
    [
      { reports: [{ ...given.reports[0], report: 'change-management', parameters: { patern: 'OPS' } }] },
      'change-management has no parameter patern: did you mean pattern?',
      'reports[0].parameters',
    ],
    [
      {
        reports: (['day', 'week', 'month', 'quarter'] as const).map(period => ({
          ...{ ...given.reports[0]!, report: 'privileged-activity', period },
          parameters: { accounts: 'a'.repeat(900) },
        })),
      },
      'write fewer reports, recipients or parameters: as JSON they have more than 3000 characters',
      'reports',
    ],
    [{ trustedProxies: ['10.0.0.0'] }, 'Invalid input', 'trustedProxies[0]'],
  ])('refuses %j and says where and why', (change, why, where) => {
    const message = refused(change)
    expect(message).toContain('audit-lake.config.ts')
    expect(message).toContain(why)
    if (where) expect(message).toContain(`at ${where}`)
  })

  it('names every mistake at once', () => {
    const message = refused({ region: 'x', keepDeletedDays: 0 })
    expect(message).toContain('at region')
    expect(message).toContain('at keepDeletedDays')
  })
})
