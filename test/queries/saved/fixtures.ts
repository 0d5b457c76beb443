import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CompiledQuery, compile, savedQueries } from '@temporal-audit-lake/queries'

/** What a fixture's `parameters.json` says. */
interface Given {
  /** Which saved query; default: the one that is named as the folder. */
  readonly query?: string
  readonly now: string
  readonly parameters: Readonly<Record<string, string>>
}

/** A lake, what is asked of it, and when. */
export interface Fixture extends CompiledQuery {
  readonly name: string
  readonly folder: string
  /** The saved query's name. */
  readonly query: string
  readonly now: number
}

/** The folders beside this file. */
export const fixtures: readonly Fixture[] = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => fixtureIn(name))

function fixtureIn(name: string): Fixture {
  const folder = join(import.meta.dirname, name)
  const given = JSON.parse(readFileSync(join(folder, 'parameters.json'), 'utf8')) as Given
  const query = given.query ?? name
  const now = Date.parse(given.now)
  const saved = savedQueries.find(known => known.name === query)!
  return { name, folder, query, now, ...compile(saved, given.parameters, now) }
}
