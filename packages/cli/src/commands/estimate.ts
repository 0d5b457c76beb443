import type { Command } from 'commander'
import { UsageError } from '../errors.ts'
import { estimate, MOST_EVENTS, totalOf } from '../estimate/estimate.ts'
import { PRICE_LIST } from '../estimate/prices.ts'
import { readPrices } from '../estimate/read-prices.ts'
import { formatOption } from '../options/options.ts'
import { type Format, writeObjects } from '../output/write-result.ts'
import { notice, type Shell } from '../shell.ts'

interface EstimateCommandOptions {
  readonly format: Format
  readonly prices?: string
}

const EXAMPLES = `
Examples:
  $ audit-lake estimate 1000000
  $ audit-lake estimate 10000000 --format json
  $ audit-lake estimate 1000000 --prices eu-central-1.json

The prices of AWS are assumed: docs/cost.md says where each is from, and how to give your own.
`

/** `audit-lake estimate`: what a lake in AWS costs a month, item by item. */
export function addEstimate(root: Command, shell: Shell): void {
  root
    .command('estimate <events-per-year>')
    .description('what a lake in AWS costs a month, item by item')
    .option('--prices <file>', 'prices of your own: JSON with region, date and prices')
    .addOption(formatOption())
    .addHelpText('after', EXAMPLES)
    .action(async (text: string, { format, prices }: EstimateCommandOptions) => {
      const list = prices === undefined ? PRICE_LIST : await readPrices(prices)
      const lines = estimate(eventsOf(text), list)
      await writeObjects(lines, format, shell)
      notice(shell, `${totalOf(lines)} US dollars a month, at the prices of ${list.region} as of ${list.date}`)
      const assumed = new Set(lines.filter(({ price_from }) => price_from === 'assumption').map(({ per }) => per))
      if (assumed.size > 0) notice(shell, `${assumed.size} prices are assumptions: check them, see docs/cost.md`)
    })
}

function eventsOf(text: string): number {
  const events = Number(text)
  if (Number.isInteger(events) && events >= 1 && events <= MOST_EVENTS) return events
  throw new UsageError(`estimate ${text}: write events per year as a whole number from 1 to ${MOST_EVENTS}`)
}
