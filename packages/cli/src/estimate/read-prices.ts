import { readFile } from 'node:fs/promises'
import { UserError } from '../errors.ts'
import { PRICE_LIST, PRICE_NAMES, type Price, type PriceList, type PriceName } from './prices.ts'

/**
 * Reads a list of prices; one that it does not name is taken from our own list.
 *
 * @throws UserError for a file that is no such list
 * @example
 * // { "region": "eu-central-1", "date": "2026-12-01", "prices": { "kinesis.shardHour": 0.018 } }
 */
export async function readPrices(path: string): Promise<PriceList> {
  const list = parsed(path, await textOf(path))
  const { region, date, prices } = list
  if (typeof region !== 'string' || typeof date !== 'string' || typeof prices !== 'object' || prices === null)
    throw wrong(path, 'it must have "region", "date" and "prices"')
  const own = Object.entries(prices).map(([name, usd]): [PriceName, Price] => {
    if (!isPriceName(name)) throw wrong(path, `${name} is no price; the names are ${PRICE_NAMES.join(', ')}`)
    if (typeof usd !== 'number' || !(usd >= 0 && usd < Number.POSITIVE_INFINITY))
      throw wrong(path, `${name} is ${JSON.stringify(usd)}: write US dollars as a number`)
    return [name, { usd, per: PRICE_LIST.prices[name].per, origin: 'third party', source: path }]
  })
  return { region, date, prices: { ...PRICE_LIST.prices, ...Object.fromEntries(own) } }
}

function isPriceName(name: string): name is PriceName {
  return (PRICE_NAMES as readonly string[]).includes(name)
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw wrong(path, error instanceof Error ? error.message : String(error))
  }
}

function parsed(path: string, text: string): { region?: unknown; date?: unknown; prices?: unknown } {
  try {
    const list: unknown = JSON.parse(text)
    if (typeof list === 'object' && list !== null) return list
  } catch (error) {
    throw wrong(path, error instanceof Error ? error.message : String(error))
  }
  throw wrong(path, 'it is no object')
}

function wrong(path: string, why: string): UserError {
  return new UserError(`--prices ${path} is no list of prices: ${why}; docs/cost.md shows one`)
}
