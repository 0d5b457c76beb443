import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { notLong } from '../long.ts'

const EXECUTABLE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/**
 * Why no browser is tested with, or null: it is in long runs only. In CI there has to be one then: the test runs, and fails
 * without it.
 */
export function missingBrowser(): string | null {
  if (notLong) return notLong
  return process.env.CI || existsSync(EXECUTABLE) ? null : `no Chromium at ${EXECUTABLE}: set CHROMIUM_PATH`
}

/** What a browser made of a page. */
export interface OpenedPage {
  /** Errors and warnings of its console, errors of its scripts. */
  readonly problems: readonly string[]
  /** Every request but the one for the file itself, whether it was answered or not. */
  readonly requests: readonly string[]
  /** Its headings in order, such as `h1 Activity summary`. */
  readonly headings: readonly string[]
}

export interface OpenOptions {
  /** Width of the window in CSS pixels; default 1280. */
  readonly width?: number
  readonly colorScheme?: 'light' | 'dark'
  /** Looks closer while the page is open. */
  readonly inspect?: (page: Page) => Promise<void>
}

/** Opens a file in a real Chromium, waits until it is there, and closes it. */
export async function openPage(path: string, options: OpenOptions = {}): Promise<OpenedPage> {
  const { width = 1280, colorScheme = 'light', inspect } = options
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
    const url = pathToFileURL(path).href
    const problems: string[] = []
    const requests: string[] = []
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text())
    })
    page.on('pageerror', error => problems.push(error.message))
    page.on('request', request => {
      if (request.url() !== url) requests.push(request.url())
    })
    await page.goto(url, { waitUntil: 'load' })
    const headings = await page.$$eval('h1, h2, h3, h4, h5, h6', found =>
      found.map(({ tagName, textContent }) => `${tagName.toLowerCase()} ${textContent.trim()}`),
    )
    await inspect?.(page)
    return { problems, requests, headings }
  } finally {
    await browser.close()
  }
}
