import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { withCostTables } from '../../../tools/cost-tables.ts'
import { auditLake } from '../terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'estimate-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Line {
  readonly service: string
  readonly item: string
  readonly quantity: number
  readonly usd_per_unit: number
  readonly usd_per_month: number
  readonly price_from: string
}

async function linesOf(...args: readonly string[]): Promise<Line[]> {
  const { exitCode, stdout } = await auditLake('estimate', ...args, '--format', 'json')
  expect(exitCode).toBe(0)
  return JSON.parse(stdout)
}

const sum = (lines: readonly Line[]) => lines.reduce((all, { usd_per_month }) => all + usd_per_month, 0)

function prices(text: string): string {
  const path = join(folder, 'prices.json')
  writeFileSync(path, text)
  return path
}

describe('audit-lake estimate', () => {
  it('names every service, how much of it, its price, and where the price is from', async () => {
    const lines = await linesOf('1000000')
    const services = ['Kinesis', 'Firehose', 'Lambda', 'S3', 'Glue', 'Athena', 'KMS', 'CloudWatch']
    expect([...new Set(lines.map(({ service }) => service))]).toEqual(services)
    for (const { quantity, usd_per_unit, usd_per_month, price_from } of lines) {
      expect(Math.abs(quantity * usd_per_unit - usd_per_month)).toBeLessThan(0.01 + 0.001 * usd_per_month)
      expect(['AWS', 'third party', 'assumption']).toContain(price_from)
    }
    expect(lines[0]).toMatchObject({ item: 'shard', quantity: 730, usd_per_unit: 0.015, usd_per_month: 10.95 })
  })

  it('says the sum, of what region and day the prices are, and how many are assumptions', async () => {
    const { stdout, stderr } = await auditLake('estimate', '1000000')
    const [, total] = /([\d.]+) US dollars a month, at the prices of us-east-1 as of 2026-\d\d-\d\d/.exec(stderr)!
    expect(Number(total)).toBeCloseTo(sum(await linesOf('1000000')), 6)
    expect(stderr).toContain('prices are assumptions: check them')
    expect(stdout).toContain('keeping 7 days')
  })

  it('never costs less for more events, and grows by less than the events do', async () => {
    const sums = await Promise.all([1e5, 1e6, 1e7, 1e8].map(async events => sum(await linesOf(String(events)))))
    for (let i = 1; i < sums.length; i++) {
      expect(sums[i]).toBeGreaterThan(sums[i - 1]!)
      expect(sums[i]).toBeLessThan(10 * sums[i - 1]!)
    }
  })

  it('takes prices of your own, and its own where you have none', async () => {
    const path = prices('{"region":"eu-central-1","date":"2026-12-01","prices":{"kinesis.shardHour":0.5}}')
    const [own] = await linesOf('1000', '--prices', path)
    expect(own).toMatchObject({ item: 'shard', usd_per_unit: 0.5, usd_per_month: 365 })
    expect((await linesOf('1000', '--prices', path)).slice(1)).toEqual((await linesOf('1000')).slice(1))
  })

  it.each([
    { text: '{', says: 'no list of prices' },
    { text: '[]', says: '"region"' },
    { text: '{"region":"a","date":"b","prices":{"kinesis.shards":1}}', says: 'kinesis.shards is no price' },
    { text: '{"region":"a","date":"b","prices":{"kms.keys":-1}}', says: 'kms.keys is -1' },
  ])('tells the user what is wrong with prices like $text', async ({ text, says }) => {
    const { exitCode, stderr } = await auditLake('estimate', '1', '--prices', prices(text))
    expect(stderr).toContain(says)
    expect(stderr).not.toContain('    at ')
    expect(exitCode).toBe(1)
  })

  it.each(['0', '-1', 'many', '1.5', '1e12'])('refuses %s events', async events => {
    const { exitCode, stderr } = await auditLake('estimate', '--', events)
    expect(stderr).toContain('from 1 to')
    expect(exitCode).toBe(2)
  })

  it('is what docs/cost.md says', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/cost.md'), 'utf8')
    expect(withCostTables(page)).toBe(page)
  })
})
