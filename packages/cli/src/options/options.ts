import { clientIpBehind } from '@temporal-audit-lake/core'
import { PROMOTION_RULE } from '@temporal-audit-lake/lake'
import { Option } from 'commander'
import { UsageError } from '../errors.ts'
import { FORMATS } from '../output/write-result.ts'

/** The options that several commands have, said once. */
export const lakeOption = () =>
  new Option('--lake <folder>', 'folder of the lake').env('AUDIT_LAKE').default('./audit-lake')

export const formatOption = () =>
  new Option('--format <format>', 'how to write the result').choices(FORMATS).default('table')

/** When a sealer gives leaves of the details columns: as settings of a lake, since every sealer of it should agree. */
export const promoteAfterOption = () =>
  new Option('--promote-after <days>', 'give a leaf seen on so many days a column; 0: none')
    .env('AUDIT_LAKE_PROMOTE_AFTER')
    .argParser(countOption('--promote-after', 100_000, 0))
    .default(PROMOTION_RULE.days)

export const promoteLimitOption = () =>
  new Option('--promote-limit <columns>', 'promoted columns at which it stops')
    .env('AUDIT_LAKE_PROMOTE_LIMIT')
    .argParser(countOption('--promote-limit', 1000))
    .default(PROMOTION_RULE.columns)

/** Reads an option's whole number from a least one, default 1, to a limit. */
export function countOption(name: string, limit: number, least = 1): (text: string) => number {
  return text => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < least || number > limit) {
      throw new UsageError(`${name} ${text}: write a whole number from ${least} to ${limit}`)
    }
    return number
  }
}

/** Reads one more of an option's CIDR ranges. */
export function cidrOption(name: string): (text: string, before: readonly string[] | undefined) => readonly string[] {
  return (text, before = []) => {
    try {
      clientIpBehind([text])
    } catch (error) {
      throw new UsageError(`${name} ${text}: write an address or a range such as 203.0.113.0/24`, { cause: error })
    }
    return [...before, text]
  }
}
