import { type ReportModel, renderHtml } from '@temporal-audit-lake/queries'
import { beforeAll, describe, expect, it } from 'vitest'
import { isolated, value } from '../../../packages/queries/src/report/html/value.ts'
import { summaryOf, summaryOfNothing } from './build.ts'
import { HOSTILE, hostileEvents } from './hostile.ts'

let model: ReportModel
let ordinary: string
let hostile: string
let empty: string

beforeAll(async () => {
  const harmless = HOSTILE.map((_, i) => `text-${i}`)
  model = await summaryOf(hostileEvents(harmless))
  ordinary = renderHtml(model)
  hostile = renderHtml(await summaryOf(hostileEvents()))
  empty = renderHtml(summaryOfNothing())
}, 120_000)

describe('renderHtml', () => {
  it('makes a page that fetches nothing and runs nothing', () => {
    for (const page of [ordinary, hostile, empty]) {
      expect(tagsOf(page).filter(tag => /^<(script|link|img|iframe|object|embed|base|form)\b/i.test(tag))).toEqual([])
      expect(tagsOf(page).filter(tag => /\s(src|srcset|on\w+|action|data)=/i.test(tag))).toEqual([])
      expect(tagsOf(page).filter(tag => /href="(?!#)/.test(tag))).toEqual([])
      expect(page.slice(0, page.indexOf('</style>'))).not.toMatch(/url\(|@import/)
      expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"')
    }
  })

  it('has the same elements whatever the texts in its records are', () => {
    expect(structureOf(hostile)).toEqual(structureOf(ordinary))
  })

  it('shows every character that cannot be seen by its code point', () => {
    expect(hostile).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|[^\P{Cc}\n]/u)
    for (const code of ['U+202E', 'U+001B', 'U+0000', 'U+000A', 'U+0009', 'U+200B', 'U+2067'])
      expect(hostile).toContain(`<span class="unprintable">${code}</span>`)
  })

  it('cuts a long value and tells its whole length', () => {
    expect(hostile).toContain('(20,004 characters)')
    expect(hostile).not.toContain('x'.repeat(200))
    expect(hostile.length).toBeLessThan(ordinary.length * 1.5)
  })

  it('says its language, and has one first heading and no level left out', () => {
    for (const page of [ordinary, empty]) {
      expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
      const levels = [...page.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level))
      expect(levels.filter(level => level === 1)).toHaveLength(1)
      for (const [i, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[i - 1] ?? 0) + 1)
    }
  })

  it('has a caption in every table, a title in every drawing, and no id twice', () => {
    const count = (text: string) => ordinary.split(text).length - 1
    expect(count('<table')).toBeGreaterThan(10)
    expect(count('<table')).toBe(count('<caption'))
    expect(count('role="img"')).toBe(2)
    expect(
      ordinary.match(/role="img" aria-labelledby="(\S+) (\S+)">\n<title id="\1">[^<]+<\/title>\n<desc id="\2">/g),
    ).toHaveLength(2)
    const ids = [...ordinary.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const links = [...ordinary.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
    expect(links.filter(id => !ids.includes(id))).toEqual([])
  })

  it('says how to ask every question again, with the SQL and its values', () => {
    for (const { query } of model.questions) expect(ordinary).toContain(`<code>audit-lake query ${query.name}`)
    const [coverage] = model.questions
    expect(ordinary).toContain(`<pre><code>${escaped(coverage!.sql)}</code></pre>`)
    expect(ordinary).toContain('<li><code>2026-11-01 00:00:00.000</code></li>')
  })
})

describe('value', () => {
  it.each([
    [null, 'text', '<span class="none">–</span>'],
    ['', 'code', '<span class="none">–</span>'],
    [true, 'text', 'yes'],
    [12345, 'count', '12,345'],
    ['9007199254740993', 'count', '9007199254740993'],
    ['2026-11-22T10:00:00.123Z', 'time', '<time datetime="2026-11-22T10:00:00.123Z">2026-11-22 10:00:00</time>'],
    [
      '2026-11-22T10:00:00.123Z" onload="',
      'time',
      '<bdi>2026-<wbr>11-<wbr>22T10:<wbr>00:<wbr>00.123Z&quot; onload=&quot;</bdi>',
    ],
    ['OK', 'status', '<span class="ok"><bdi>OK</bdi></span>'],
    ['ok', 'status', '<span class="not-ok"><bdi>ok</bdi></span>'],
    ['a&b', 'code', '<code><bdi>a&amp;b</bdi></code>'],
  ] as const)('shows %j as %s', (cell, kind, expected) => {
    expect(value(cell, kind).html).toBe(expected)
  })

  it('lets long words be cut in two, without a character more', () => {
    expect(isolated('SetUserNamespaceAccess').html).toBe('<bdi>Set<wbr>User<wbr>Namespace<wbr>Access</bdi>')
    expect(isolated('ana@example.com').html).toBe('<bdi>ana@<wbr>example.<wbr>com</bdi>')
    expect(isolated('192.0.2.10').html).toBe('<bdi>192.0.2.10</bdi>')
  })

  it('does not cut a character in two', () => {
    const faces = '\u{1F600}'.repeat(200)
    expect(isolated(faces).html).toContain('(200 characters)')
    expect(isolated(faces).html.isWellFormed()).toBe(true)
  })
})

function tagsOf(page: string): string[] {
  return page.match(/<[^>]*>/g)!
}

/** The elements of a page without those that a text's own characters make, and without what is in the appendix. */
function structureOf(page: string): string[] {
  const main = page.slice(page.indexOf('<body>'), page.indexOf('<section id="appendix"'))
  const ownOfTexts = /<wbr>|<span class="(?:unprintable|cut)">[^<]*<\/span>/g
  return tagsOf(main.replace(ownOfTexts, '')).map(tag =>
    tag.replace(/class="[^"]*"|width="[^"]*"|datetime="[^"]*"/g, ''),
  )
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&#39;')
}
