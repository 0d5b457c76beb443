import type { PriceList } from './prices.ts'
import { usageOf } from './usage.ts'

/** A line of the bill. */
export interface EstimateLine {
  readonly service: string
  readonly item: string
  readonly quantity: number
  readonly per: string
  readonly usd_per_unit: number
  readonly usd_per_month: number
  readonly price_from: string
}

/** More events a year than one shard takes at its 1,000 a second; nobody measured this model there. */
export const MOST_EVENTS = 1_000_000_000

/**
 * What a lake costs in a month at the end of its first year.
 *
 * @example
 * estimate(1_000_000, PRICE_LIST)[0] // { service: 'Kinesis', item: 'shard', quantity: 730, …, usd_per_month: 10.95, … }
 */
export function estimate(eventsPerYear: number, { prices }: PriceList): EstimateLine[] {
  return usageOf(eventsPerYear).map(({ service, item, price, quantity }) => {
    const { usd, per, origin } = prices[price]
    return {
      service,
      item,
      quantity: rounded(quantity),
      per,
      usd_per_unit: usd,
      usd_per_month: cents(quantity * usd),
      price_from: origin,
    }
  })
}

/** All of it, in US dollars. */
export function totalOf(lines: readonly EstimateLine[]): number {
  return cents(lines.reduce((sum, line) => sum + line.usd_per_month, 0))
}

/** To four digits. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

function cents(value: number): number {
  return Math.round(value * 100) / 100
}
