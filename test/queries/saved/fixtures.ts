import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SavedQuery, savedQueries } from '@temporal-audit-lake/queries'

/** A folder beside this file: records, a question, and the rows that must come out. */
export interface Fixture {
  readonly name: string
  readonly folder: string
  readonly query: SavedQuery
  /** Milliseconds since the epoch: what `T` means. */
  readonly now: number
  readonly parameters: Readonly<Record<string, string>>
}

/** What a fixture's `parameters.json` says. */
interface Given {
  /** Which saved query; default: the one that is named as the folder. */
  readonly query?: string
  readonly now: string
  readonly parameters: Readonly<Record<string, string>>
}

/** Every fixture there is. */
export function fixtures(): Fixture[] {
  return readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => fixtureOf(name))
}

function fixtureOf(name: string): Fixture {
  const folder = join(import.meta.dirname, name)
  const given = JSON.parse(readFileSync(join(folder, 'parameters.json'), 'utf8')) as Given
  const query = savedQueries.find(query => query.name === (given.query ?? name))
  if (!query) throw new Error(`the fixture ${name} is of no saved query`)
  return { name, folder, query, now: Date.parse(given.now), parameters: given.parameters }
}
