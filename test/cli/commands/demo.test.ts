import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { reports } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { poorContrasts } from '../../browser/contrast.ts'
import { missingBrowser, openPage } from '../../browser/open-page.ts'
import { keptFolder } from '../lake-folder.ts'
import { startProgram } from '../program-process.ts'
import { auditLake } from '../terminal.ts'

const { lake, file } = keptFolder()

let said: string

describe('demo', () => {
  it('shows the whole path and ends well', async () => {
    const demo = startProgram('demo', '--lake', lake)
    expect(await demo.ended, demo.stderr()).toBe(0)
    said = demo.stdout()
    expect(said).toMatch(/dead letter [0-9a-f]{16}, json_invalid/)
    expect(said).toContain('the ledger balances')
    expect(said).toContain('svc-metrics-sync')
    expect(said).toContain('npx audit-lake query --list')
    for (const { title } of reports) expect(said).toContain(title)
  }, 120_000)

  it('ends at one page, from which a link leads to each report', () => {
    const links = linksOf(indexPath())
    expect(new Set(links).size).toBe(reports.length)
    expect(links.filter(path => !existsSync(path))).toEqual([])
    const titles = [...new Set(links)].map(path => /<h1>(.*)<\/h1>/.exec(readFileSync(path, 'utf8'))?.[1])
    expect(titles).toEqual(reports.map(({ title }) => title))
  })

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
    `has a first page that can be read on a phone, and followed${reason ? ` (skipped: ${reason})` : ''}`,
    async () => {
      const { problems, requests } = await openPage(indexPath(), {
        width: 360,
        inspect: async page => {
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
          expect(await poorContrasts(page)).toEqual([])
          await page.getByRole('link', { name: 'Access review' }).click()
          expect(await page.locator('h1').textContent()).toBe('Access review')
        },
      })
      expect(problems).toEqual([])
      expect(requests).toEqual([pathToFileURL(linksOf(indexPath()).find(path => path.includes('access-review'))!).href])
    },
  )

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

function indexPath(): string {
  return fileURLToPath(/^ {3}(file:\/\/\S+\/reports\/index\.html)$/m.exec(said)![1]!)
}

function linksOf(page: string): string[] {
  const links = [...readFileSync(page, 'utf8').matchAll(/<a href="([^"]+)"/g)]
  return links.map(([, link]) => fileURLToPath(new URL(link!, pathToFileURL(page))))
}
