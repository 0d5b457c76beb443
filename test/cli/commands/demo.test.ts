import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { missingBrowser, openPage } from '../../browser/open-page.ts'
import { keptFolder } from '../lake-folder.ts'
import { startProgram } from '../program-process.ts'
import { auditLake } from '../terminal.ts'

const { lake, file } = keptFolder()

describe('demo', () => {
  it('shows the whole path and ends well', async () => {
    const demo = startProgram('demo', '--lake', lake)
    expect(await demo.ended, demo.stderr()).toBe(0)
    const said = demo.stdout()
    expect(said).toMatch(/dead letter [0-9a-f]{16}, json_invalid/)
    expect(said).toContain('the ledger balances')
    expect(said).toContain('svc-metrics-sync')
    expect(said).toContain('npx audit-lake query --list')
    expect(existsSync(reportPath(said))).toBe(true)
  }, 120_000)

  it('leaves a lake in which every check passes', async () => {
    const doctor = startProgram('doctor', '--lake', lake) // by the real clock, as the demo
    expect(await doctor.ended, doctor.stdout()).toBe(0)
  })

  it('has rows of every record form, each event once', async () => {
    const sql = 'SELECT record_form, count(*) AS events FROM audit_logs GROUP BY record_form ORDER BY record_form'
    const { stdout } = await auditLake('query', '--sql', sql, '--format', 'json', '--lake', lake)
    const forms = (JSON.parse(stdout) as { record_form: string }[]).map(({ record_form }) => record_form)
    expect(forms).toEqual(['2023', '2024', '2025', 'api'])
  })

  const reason = missingBrowser()
  it.skipIf(reason !== null)(
    `writes a report that opens in a browser${reason ? ` (skipped: ${reason})` : ''}`,
    async () => {
      const { stdout } = await auditLake(
        'report',
        'activity-summary',
        '--from',
        'T-90d',
        '--lake',
        lake,
        '--print',
        'json',
      )
      const [{ path }] = JSON.parse(stdout) as [{ path: string }]
      const page = await openPage(path)
      expect(page.problems).toEqual([])
      expect(page.requests).toEqual([])
      expect(page.headings.length).toBeGreaterThan(3)
    },
  )

  it("makes its folder anew, but nobody else's", async () => {
    const ran = await auditLake('demo', '--lake', file('mine/notes.txt', 'mine').replace(/\/notes.txt$/, ''))
    expect(ran.stderr).toContain('not from a demo')
    expect(ran.exitCode).toBe(2)
  })
})

function reportPath(said: string): string {
  return /^ {3}(\/.*\.html)$/m.exec(said)![1]!
}
