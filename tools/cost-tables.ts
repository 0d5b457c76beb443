/**
 * Writes the tables of docs/cost.md between their markers, from the model in `packages/cli/src/estimate`. Run it after the
 * model or a price was changed: `npx tsx tools/cost-tables.ts`. A test says when it was forgotten.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { type EstimateLine, estimate, totalOf } from '../packages/cli/src/estimate/estimate.ts'
import { PRICE_LIST, PRICE_NAMES } from '../packages/cli/src/estimate/prices.ts'
import { ASSUMED } from '../packages/cli/src/estimate/usage.ts'

const MILLION = 1e6
const SIZES = [0.1, 1, 10, 100]

/** The tables by the names of their markers. */
const TABLES: Readonly<Record<string, () => string>> = { costs, prices, assumed }

/** A text with every table between its markers written anew. */
export function withCostTables(text: string): string {
  let written = text
  for (const [name, table] of Object.entries(TABLES)) {
    const begin = `<!-- ${name}: written by tools/cost-tables.ts -->`
    const from = written.indexOf(begin)
    const to = written.indexOf(`<!-- end of ${name} -->`)
    if (from < 0 || to < from) throw new Error(`docs/cost.md lacks the markers of ${name}`)
    written = `${written.slice(0, from + begin.length)}\n${table()}\n${written.slice(to)}`
  }
  return written
}

function costs(): string {
  const all = SIZES.map(millions => estimate(millions * MILLION, PRICE_LIST))
  const rows = all[0]!.map(({ service, item }, i) => row([service, item, ...all.map(lines => usd(lines[i]!))]))
  const totals = row(['**all**', '', ...all.map(lines => `**${totalOf(lines).toFixed(2)}**`)])
  const head = row(['service', 'for', ...SIZES.map(millions => `${millions} million a year`)])
  return [head, '|---|---|--:|--:|--:|--:|', ...rows, totals].join('\n')
}

function usd({ usd_per_month }: EstimateLine): string {
  return usd_per_month.toFixed(2)
}

function prices(): string {
  const rows = PRICE_NAMES.map(name => {
    const { usd, per, origin, source } = PRICE_LIST.prices[name] as (typeof PRICE_LIST.prices)[typeof name]
    const from = origin === 'assumption' ? '**assumption, to be checked**' : origin
    return row([`\`${name}\``, String(usd), per, source ? `[${from}](${source})` : from])
  })
  return [row(['name', 'US dollars', 'per', 'from']), '|---|--:|---|---|', ...rows].join('\n')
}

function assumed(): string {
  const rows = Object.entries(ASSUMED).map(([name, value]) => row([`\`${name}\``, String(value)]))
  return [row(['assumed', 'value']), '|---|--:|', ...rows].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

if (process.argv[1]?.endsWith('cost-tables.ts')) {
  writeFileSync('docs/cost.md', withCostTables(readFileSync('docs/cost.md', 'utf8')))
}
