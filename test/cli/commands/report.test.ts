import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { keptFolder, logRecord } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

const { lake, folder, file } = keptFolder()

beforeAll(async () => {
  const records = [logRecord(1), logRecord(2, { principal: { type: 'user', name: '<script>alert(1)</script>' } })]
  await auditLake('ingest', file('a.ndjson', records.join('\n')), '--lake', lake)
})

const report = (...argv: readonly string[]) => auditLake('report', ...argv, '--lake', lake)

describe('report', () => {
  it('writes one HTML file and says where', async () => {
    const out = join(folder, 'november')
    const { exitCode, stdout } = await report(
      ...['activity-summary', '--from', '2026-11-01', '--to', '2026-12-01', '--out', out, '--print', 'json'],
    )
    expect(exitCode).toBe(0)
    const [{ path, from, to }] = JSON.parse(stdout) as [{ path: string; from: string; to: string }]
    expect([from, to]).toEqual(['2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'])
    expect(readdirSync(out)).toEqual(['activity-summary-2026-11-01-to-2026-12-01.html'])
    const html = readFileSync(path, 'utf8').replaceAll('<wbr>', '') // where a long text may break
    expect(html).toContain('user1@example.com')
    expect(html).toContain('&lt;script&gt;alert(1)')
    expect(html).not.toContain('<script>alert')
  })

  it('writes into the lake unless told where', async () => {
    const { stdout } = await report('activity-summary', '--print', 'json')
    expect((JSON.parse(stdout) as [{ path: string }])[0].path).toContain(join(lake, 'reports'))
  })

  it('writes the formats that are asked for, CSV into a folder', async () => {
    const out = join(folder, 'formats')
    const { stdout } = await report(
      ...['activity-summary', '--from', '2026-11-01', '--to', '2026-12-01', '--out', out],
      ...['--format', 'pdf,csv', '--print', 'json'],
    )
    const base = join(out, 'activity-summary-2026-11-01-to-2026-12-01')
    expect(JSON.parse(stdout)).toMatchObject([
      { format: 'pdf', path: `${base}.pdf` },
      { format: 'csv', path: `${base}-csv` },
    ])
    expect(readFileSync(`${base}.pdf`, 'latin1')).toMatch(/^%PDF-/)
    expect(readdirSync(`${base}-csv`)).toEqual(expect.arrayContaining(['about.csv', 'exceptions.csv', 'questions.csv']))
  })

  it('tells a report what only the company knows', async () => {
    const out = join(folder, 'told')
    const { exitCode } = await report(
      ...['change-management', '--from', '2026-11-01', '--to', '2026-12-01', '--out', out, '--format', 'json'],
      ...['--param', 'pattern=^OPS-[0-9]+$'],
    )
    expect(exitCode).toBe(0)
    const text = readFileSync(join(out, 'change-management-2026-11-01-to-2026-12-01.json'), 'utf8')
    const { questions } = JSON.parse(text) as { questions: { name: string; command: string; given: object }[] }
    const asked = questions.find(({ name }) => name === 'changes-without-ticket')!
    expect(asked.given).toMatchObject({ pattern: '^OPS-[0-9]+$' })
    expect(asked.command).toContain("--param pattern='^OPS-[0-9]+$'")
  })

  it('lists what is due and what comes next by the schedule in the lake', async () => {
    const entry = { report: 'activity-summary', when: '0 6 1 * *', timeZone: 'UTC', period: 'month', formats: ['html'] }
    const write = (schedule: unknown) => writeFileSync(join(lake, 'report-schedule.json'), JSON.stringify(schedule))
    expect((await report('--schedule')).stderr).toContain('nothing is scheduled')
    write([{ ...entry, to: [], when: 'monthly' }])
    const refused = await report('--schedule')
    expect(refused.stderr).toContain('write five fields of cron')
    expect(refused.stderr).toContain('at [0].when')
    expect(refused.exitCode).toBe(1)
    write([{ ...entry, to: ['auditor@example.com'] }])
    await auditLake('seal', '--lake', lake)
    const { stdout } = await report('--schedule', '--print', 'json')
    expect((JSON.parse(stdout) as object[]).at(-1)).toMatchObject({
      ...{ report: 'activity-summary', when: expect.stringMatching(/-01T06:00:00.000Z$/), formats: 'html' },
      ...{ recipients: 'auditor@example.com', folder: expect.stringMatching(/^reports\/activity-summary\//) },
    })
    const privileges = { ...entry, report: 'privileged-activity', timeZone: 'Europe/Berlin', to: [] }
    write([{ ...privileges, parameters: { opens: '9' } }])
    const told = JSON.parse((await report('--schedule', '--print', 'json')).stdout) as object[]
    expect(told.at(-1)).toMatchObject({ parameters: 'timezone=Europe/Berlin opens=9' })
    write([{ ...privileges, parameters: { opens: '9:00' } }])
    expect((await report('--schedule')).stderr).toContain('parameter opens=9:00 is no hour: write a whole hour')
  })

  it('lists the reports', async () => {
    const { stdout } = await report('--list', '--print', 'json')
    expect(JSON.parse(stdout)).toMatchObject([
      { name: 'activity-summary' },
      { name: 'access-review' },
      { name: 'privileged-activity', parameters: 'accounts, timezone, opens, closes, workdays, holidays' },
      { name: 'change-management', parameters: 'pattern' },
      {},
      {},
      {},
    ])
  })

  it.each([
    { argv: [], exitCode: 2, says: '--list' },
    { argv: ['activity'], exitCode: 2, says: '--list' },
    { argv: ['activity-sumary'], exitCode: 2, says: 'did you mean activity-summary?' },
    { argv: ['activity-summary', '--format', 'docx'], exitCode: 2, says: 'html, pdf, xlsx, csv, json' },
    { argv: ['change-management', '--param', 'pattern=('], exitCode: 2, says: 'is no pattern: write a regular' },
    { argv: ['activity-summary', '--param', 'pattern=A'], exitCode: 2, says: 'has no parameter pattern' },
    { argv: ['change-management', '--param', 'pattern'], exitCode: 2, says: 'write it as name=value' },
    { argv: ['activity-summary', '--from', 'tomorrow'], exitCode: 2, says: 'tomorrow' },
    { argv: ['activity-summary', '--from', 'T', '--to', 'T-7d'], exitCode: 2, says: 'not before' },
  ])('tells the user about $argv', async ({ argv, exitCode, says }) => {
    const ran = await report(...argv)
    expect(ran.stderr).toContain(says)
    expect(ran.exitCode).toBe(exitCode)
  })
})
