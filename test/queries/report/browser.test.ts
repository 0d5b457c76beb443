import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderHtml, reports } from '@temporal-audit-lake/queries'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyOf } from '../../../packages/cli/src/demo/company.ts'
import { incident } from '../../../packages/cli/src/demo/incident.ts'
import { Random } from '../../../packages/cli/src/demo/random.ts'
import { recordOf } from '../../../packages/cli/src/demo/record-forms.ts'
import { ordinaryTraffic } from '../../../packages/cli/src/demo/traffic.ts'
import { poorContrasts } from '../../browser/contrast.ts'
import { missingBrowser, type OpenOptions, openPage } from '../../browser/open-page.ts'
import { PERIOD, reportsOf } from './build.ts'
import { hostileEvents } from './hostile.ts'

const DAY_MS = 86_400_000
const NAMES = reports.map(({ name }) => name)
const reason = missingBrowser()

let folder: string
const pathOf = (name: string) => join(folder, `${name}.html`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-lake-'))
  const given = { 'privileged-activity': { accounts: '<script>alert(1)</script>, ana.moreira@example.com' } }
  for (const model of await reportsOf(NAMES, [...demoRecords(), ...hostileEvents(), '{"cut off":'], { given })) {
    await writeFile(pathOf(model.name), renderHtml(model))
  }
}, 240_000)

afterAll(() => rm(folder, { recursive: true }))

describe.skipIf(reason !== null).each(NAMES)(`%s in Chromium${reason ? ` (skipped: ${reason})` : ''}`, name => {
  it('opens without an error, a warning or a request, and runs nothing that a record brings along', async () => {
    const alerts: string[] = []
    const { problems, requests, headings } = await openPage(pathOf(name), {
      inspect: async page => {
        page.on('dialog', dialog => alerts.push(dialog.message()))
        expect(await page.locator('script, img, iframe').count()).toBe(0)
        // every kind of event is in this one; what the others show of a stranger's text depends on what they are about
        if (name === 'activity-summary')
          expect(await page.locator('main').textContent()).toContain('<script>alert(1)</script>')
      },
    })
    expect({ problems, requests, alerts }).toEqual({ problems: [], requests: [], alerts: [] })
    expect(headings.slice(0, 2)).toEqual([`h1 ${titleOf(name)}`, 'h2 Exceptions'])
    expect(headings).toContain('h3 1 dead letter is open')
    expect(headings).toContain('h2 Controls')
    expect(headings).not.toContain('h1 Approved')
  })

  it.each(['light', 'dark'] as const)('has enough contrast in the %s (WCAG 2 AA)', async colorScheme => {
    await inspected(name, { colorScheme }, async page => {
      await unfold(page)
      expect(await poorContrasts(page)).toEqual([])
    })
  })

  it('needs no scrolling sideways, be it on a phone or on a wall', async () => {
    await inspected(name, {}, async page => {
      await unfold(page)
      for (const width of [320, 400, 768, 840, 1024, 1600]) {
        await page.setViewportSize({ width, height: 900 })
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      }
    })
  })

  it('prints on paper, the appendix unfolded', async () => {
    await inspected(name, {}, async page => {
      const pdf = await page.pdf({ preferCSSPageSize: true })
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
      await page.emulateMedia({ media: 'print' })
      const statements = page.locator('#appendix pre')
      expect(await statements.count()).toBeGreaterThan(10)
      for (const statement of await statements.all()) expect(await statement.isVisible()).toBe(true)
      expect(await page.locator('nav').isVisible()).toBe(false)
    })
  })
})

/** Three months of the demonstration's company. */
function demoRecords(): object[] {
  const random = new Random(1)
  const company = companyOf(random)
  const traffic = ordinaryTraffic(company, PERIOD.to - 91 * DAY_MS, PERIOD.to, random)
  return [...traffic, ...incident(company, PERIOD.to - 9 * DAY_MS, random)].map(one => recordOf(one, '2025'))
}

function titleOf(name: string): string {
  return reports.find(report => report.name === name)!.title
}

async function inspected(
  name: string,
  options: Omit<OpenOptions, 'inspect'>,
  inspect: (page: Page) => Promise<void>,
): Promise<void> {
  await openPage(pathOf(name), { ...options, inspect })
}

async function unfold(page: Page): Promise<void> {
  for (const details of await page.locator('details').all()) {
    await details.evaluate(element => element.setAttribute('open', ''))
  }
}
