import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import shipped from '../../../audit-lake.config.ts'
import { type Configuration, configuration } from '../../../packages/cli/src/init/configuration.ts'
import { configurationText } from '../../../packages/cli/src/init/configuration-text.ts'
import { missingPython, PYTHON } from '../../interop/python.ts'
import { testFolder } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

const ROOT = join(import.meta.dirname, '../../..')
const PROGRAM = join(ROOT, 'packages/cli/bin/audit-lake.js')
const SHIPPED = readFileSync(join(ROOT, 'audit-lake.config.ts'), 'utf8')

/** A folder that lakes are deployed from, as far as init looks. */
function project() {
  const place = testFolder()
  place.file('sst.config.ts', '')
  const path = join(place.folder, 'audit-lake.config.ts')
  return {
    ...place,
    written: () => readFileSync(path, 'utf8'),
    isWritten: () => existsSync(path),
    lakes: () => JSON.parse(readFileSync(join(place.folder, 'audit-lake.json'), 'utf8')) as object,
    init: (...flags: readonly string[]) => auditLake('init', place.folder, '--yes', ...flags),
  }
}

/** What a file says, read as the stacks read it. */
function configurationIn(text: string): Configuration {
  const argument = /export default configuration\(([\s\S]*)\)\n$/.exec(text)![1]!
  return configuration(new Function(`return ${argument}`)() as Configuration)
}

describe('init', () => {
  it('writes the file as it is shipped, when nothing differs', async () => {
    const { init, written } = project()
    const { exitCode, stderr } = await init()
    expect(exitCode).toBe(0)
    expect(written()).toBe(SHIPPED)
    expect(stderr).toContain('npx sst deploy --stage production')
    expect(configurationIn(SHIPPED)).toEqual(shipped)
  })

  it('takes every answer by a flag', async () => {
    const { init, written } = project()
    const flags = [
      ...['--region', 'eu-central-1', '--access', 'manual', '--role-name', 'temporal', '--external-id', "it's"],
      ...['--principals', 'arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b'],
      ...['--stream', 'on-demand', '--retention-days', '30', '--object-lock', 'governance', '--lock-years', '3'],
      ...['--scan-limit-gib', '0.5', '--keep-results-days', '5', '--keep-deleted-days', '60', '--reports', 'weekly'],
      ...['--emails', 'a@example.com', 'b@example.com', '--monthly-budget', '80'],
      ...['--trusted-proxies', '203.0.113.0/24', '--reserve-concurrency', 'no'],
    ]
    expect((await init(...flags)).exitCode).toBe(0)
    expect(configurationIn(written())).toEqual({
      region: 'eu-central-1',
      temporal: {
        access: 'manual',
        roleName: 'temporal',
        principals: ['arn:aws:iam::111122223333:role/a', 'arn:aws:iam::111122223333:role/b'],
        externalId: "it's",
      },
      stream: { mode: 'on-demand', retentionDays: 30 },
      raw: { objectLock: { mode: 'governance', years: 3 } },
      athena: { scanLimitGiB: 0.5, keepResultsDays: 5 },
      keepDeletedDays: 60,
      largeDayMiB: 512,
      reports: [{ ...shipped.reports[0], when: '0 6 * * 1', period: 'week' }],
      alarms: { emails: ['a@example.com', 'b@example.com'], monthlyBudgetUsd: 80 },
      trustedProxies: ['203.0.113.0/24'],
      reserveConcurrency: false,
    })
  })

  it('writes down any texts so that they are read as they were', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2, unit: 'binary' }), externalId => {
        const principals = ['arn:aws:iam::111122223333:role/a']
        const chosen = { ...shipped, temporal: { access: 'manual' as const, roleName: 'a', principals, externalId } }
        expect(configurationIn(configurationText(chosen))).toEqual(chosen)
      }),
    )
  })

  it('writes down what reports are told', () => {
    const report = { ...shipped.reports[0]!, report: 'change-management', parameters: { pattern: '^CHG\\d{7}$' } }
    const chosen = { ...shipped, reports: [report] }
    expect(configurationIn(configurationText(chosen))).toEqual(chosen)
  })

  it('does not overwrite what somebody has chosen, until it is told to', async () => {
    const { init, written } = project()
    await init('--region', 'eu-west-1')
    const refused = await init('--region', 'eu-north-1')
    expect(refused.stderr).toContain('say --overwrite; nothing was written')
    expect(refused.exitCode).toBe(1)
    expect(configurationIn(written()).region).toBe('eu-west-1')
    expect((await init('--region', 'eu-west-1')).exitCode).toBe(0)
    expect((await init('--region', 'eu-north-1', '--overwrite')).exitCode).toBe(0)
    expect(configurationIn(written()).region).toBe('eu-north-1')
  })

  it('overwrites the file as it is shipped: nobody has chosen anything in it', async () => {
    const { init, written, file } = project()
    file('audit-lake.config.ts', SHIPPED)
    expect((await init('--region', 'eu-west-1')).exitCode).toBe(0)
    expect(configurationIn(written()).region).toBe('eu-west-1')
  })

  it('names the lake beside those that have a name, and keeps them', async () => {
    const { init, lakes, file } = project()
    file('audit-lake.json', '{"lakes": {"old": {"folder": "./old"}}}')
    expect((await init('--region', 'eu-west-1', '--name', 'audit', '--stage', 'trial')).exitCode).toBe(0)
    const both = { old: { folder: './old' }, audit: { stage: 'trial', region: 'eu-west-1' } }
    expect(lakes()).toEqual({ lakes: both })
    const refused = await init('--region', 'eu-west-1', '--name', 'old')
    expect(refused.stderr).toContain('has another lake old already')
    expect(refused.exitCode).toBe(1)
    expect(lakes()).toEqual({ lakes: both })
  })

  it.each([
    { flags: ['--region', 'Frankfurt'], says: 'write an AWS region, such as eu-central-1' },
    { flags: ['--access', 'manual'], says: "copy Temporal's principals out of the template" },
    { flags: ['--role-name', 'arn:aws:iam::111122223333:role/a'], says: 'not its ARN' },
    { flags: ['--shards', 'many'], says: 'stream.shards' },
    { flags: ['--emails', 'nobody'], says: 'alarms.emails[0]' },
    { flags: ['--object-lock', 'forever'], says: 'none, governance, compliance' },
  ])('refuses $flags, writes nothing and says why', async ({ flags, says }) => {
    const { init, isWritten } = project()
    const { exitCode, stderr } = await init(...flags)
    expect(stderr).toContain(says)
    expect(stderr).not.toMatch(/^\s+at \w+ \(/m)
    expect(exitCode).toBe(2)
    expect(isWritten()).toBe(false)
  })

  it('says where to run it, and how without a terminal', async () => {
    const { folder } = testFolder()
    const elsewhere = await auditLake('init', folder, '--yes')
    expect(elsewhere.stderr).toContain(`there is no sst.config.ts in ${folder}`)
    const { stderr, exitCode } = await auditLake('init', project().folder)
    expect(stderr).toContain('say --yes')
    expect(exitCode).toBe(2)
  })

  const reason = missingPython('pty')
  describe.skipIf(reason !== null)(`at a terminal${reason ? ` (skipped: ${reason})` : ''}`, () => {
    const ENTER = '\r'
    const CLEAR = '\u0015'

    async function typing(steps: readonly (readonly [string, string])[], ...argv: readonly string[]): Promise<string> {
      const script = join(import.meta.dirname, '../terminal_session.py')
      const args = [script, JSON.stringify(steps), process.execPath, PROGRAM, 'init', ...argv]
      const ran = promisify(execFile)(PYTHON, args).catch((error: { stdout: string; code: number }) => ({
        stdout: `${error.stdout}\nended with ${error.code}`,
      }))
      return (await ran).stdout
    }

    it('asks for what no flag says, refuses a wrong answer with the reason, and writes', async () => {
      const { folder, written, lakes } = project()
      const steps = [
        ['In which AWS region', `${CLEAR}Frankfurt${ENTER}`],
        ['write an AWS region', `${CLEAR}eu-central-1${ENTER}`],
        ['Who makes the role', ENTER],
        ['What is that role called', ENTER],
        ['have shards', ENTER],
        ['How many shards', ENTER],
        ['For how many days', ENTER],
        ['locked against deletion', ENTER],
        ['How many GiB', ENTER],
        ['May one concurrent', ENTER],
        ['A name that --lake', ENTER],
      ] as const
      const said = await typing(
        steps,
        folder,
        '--reports',
        'weekly',
        '--emails',
        'a@example.com',
        '--monthly-budget',
        '5',
      )
      expect(said).toContain('npx sst deploy --stage production')
      const { region, reports, alarms } = configurationIn(written())
      expect({ region, reports, alarms }).toEqual({
        region: 'eu-central-1',
        reports: [{ ...shipped.reports[0], when: '0 6 * * 1', period: 'week' }],
        alarms: { emails: ['a@example.com'], monthlyBudgetUsd: 5 },
      })
      expect(lakes()).toEqual({ lakes: { production: { stage: 'production', region: 'eu-central-1' } } })
    })

    it('writes nothing when it is stopped', async () => {
      const { folder, isWritten } = project()
      const said = await typing([['In which AWS region', '\u0003']], folder)
      expect(said).toContain('stopped: nothing was written')
      expect(said).toContain('ended with 130')
      expect(isWritten()).toBe(false)
    })
  })
})
