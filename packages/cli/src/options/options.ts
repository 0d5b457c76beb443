import { clientIpBehind } from '@temporal-audit-lake/core'
import { Option } from 'commander'
import { UsageError } from '../errors.ts'
import { FORMATS } from '../output/write-result.ts'

/** The options that several commands have, said once. */
export const lakeOption = () =>
  new Option('--lake <lake>', 'folder of the lake, or the name of a deployed one')
    .env('AUDIT_LAKE')
    .default('./audit-lake')

/** For commands that write into a lake in a folder only. */
export const folderOption = () =>
  new Option('--lake <folder>', 'folder of the lake').env('AUDIT_LAKE').default('./audit-lake')

export const formatOption = () =>
  new Option('--format <format>', 'how to write the result').choices(FORMATS).default('table')

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

/** Parameters by their names, as a person wrote them: `--param from=T-7d`, which may be repeated. */
export type ParamOption = Readonly<Record<string, string>>

export const paramOption = (of: string) =>
  new Option('-p, --param <name=value>', `a parameter of the ${of}; may be repeated`)
    .argParser((text: string, before: ParamOption): ParamOption => {
      const at = text.indexOf('=')
      if (at < 1) throw new UsageError(`--param ${text}: write it as name=value`)
      return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
    })
    .default({})

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
