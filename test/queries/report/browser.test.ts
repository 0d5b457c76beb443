import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderHtml } from '@temporal-audit-lake/queries'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { poorContrasts } from '../../browser/contrast.ts'
import { missingBrowser, type OpenOptions, openPage } from '../../browser/open-page.ts'
import { event, PERIOD, reportsOf } from './build.ts'
import { hostileEvents } from './hostile.ts'

let folder: string
let path: string
let reviewPath: string
const reason = missingBrowser()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-lake-'))
  path = join(folder, 'report.html')
  reviewPath = join(folder, 'review.html')
  const many = Array.from({ length: 500 }, (_, i) => {
    const time = new Date(PERIOD.from + i * 3_000_000).toISOString()
    return event(time, 'UpdateNamespace', {
      raw_details: { namespace: `orders-prod-${i}` },
      status: i % 9 ? 'OK' : 'ERROR',
    })
  })
  const records = [...many, ...hostileEvents(), '{"cut off":']
  const [summary, review] = await reportsOf(['activity-summary', 'access-review'], records)
  await writeFile(path, renderHtml(summary!))
  await writeFile(reviewPath, renderHtml(review!))
}, 120_000)

afterAll(() => rm(folder, { recursive: true }))

describe.skipIf(reason !== null)(`a report in Chromium${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it('opens without an error, a warning or a request, and runs nothing that a record brings along', async () => {
    const alerts: string[] = []
    const { problems, requests, headings } = await openPage(path, {
      inspect: async page => {
        page.on('dialog', dialog => alerts.push(dialog.message()))
        expect(await page.locator('script, img, iframe').count()).toBe(0)
        expect(await page.locator('main').textContent()).toContain('<script>alert(1)</script>')
      },
    })
    expect({ problems, requests, alerts }).toEqual({ problems: [], requests: [], alerts: [] })
    expect(headings.slice(0, 3)).toEqual(['h1 Activity summary', 'h2 Exceptions', 'h3 1 dead letter is open'])
    expect(headings).not.toContain('h1 Approved')
  })

  it.each(['light', 'dark'] as const)('has enough contrast in the %s (WCAG 2 AA)', async colorScheme => {
    await inspected({ colorScheme }, async page => {
      await unfold(page)
      expect(await poorContrasts(page)).toEqual([])
    })
  })

  it('is as harmless, clear and narrow when it is composed of saved queries', async () => {
    const { problems, requests, headings } = await openPage(reviewPath, {
      width: 360,
      inspect: async page => {
        await unfold(page)
        expect(await page.locator('script, img, iframe').count()).toBe(0)
        expect(await poorContrasts(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
      },
    })
    expect({ problems, requests }).toEqual({ problems: [], requests: [] })
    expect(headings.slice(0, 2)).toEqual(['h1 Access review', 'h2 Exceptions'])
    expect(headings).toContain('h2 Controls')
  })

  it('needs no scrolling sideways, be it on a phone or on a wall', async () => {
    await inspected({}, async page => {
      await unfold(page)
      for (const width of [320, 400, 768, 840, 1024, 1600]) {
        await page.setViewportSize({ width, height: 900 })
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      }
    })
  })

  it('prints on paper, the appendix unfolded', async () => {
    await inspected({}, async page => {
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

async function inspected(options: Omit<OpenOptions, 'inspect'>, inspect: (page: Page) => Promise<void>): Promise<void> {
  await openPage(path, { ...options, inspect })
}

async function unfold(page: Page): Promise<void> {
  for (const details of await page.locator('details').all()) {
    await details.evaluate(element => element.setAttribute('open', ''))
  }
}
