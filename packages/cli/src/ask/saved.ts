import type { Engine, QueryResult } from '@temporal-audit-lake/lake'
import { compile, nearest, ParameterError, type SavedQuery, savedQueries } from '@temporal-audit-lake/queries'
import { UsageError } from '../errors.ts'

import type { Shell } from '../shell.ts'

/**
 * Asks a saved query.
 *
 * @throws UsageError for a parameter that is wrong
 */
export async function askSaved(
  engine: Engine,
  name: string,
  parameters: Readonly<Record<string, string>>,
  shell: Shell,
): Promise<QueryResult> {
  const { sql, parameters: values } = compiled(savedQueryNamed(name), parameters, shell.now())
  return await engine.query(sql, values, { signal: shell.signal })
}

/**
 * A saved query with its parameters.
 *
 * @throws UsageError for a parameter that is wrong
 */
export function compiled(query: SavedQuery, parameters: Readonly<Record<string, string>>, now: number) {
  try {
    return compile(query, parameters, now)
  } catch (error) {
    if (error instanceof ParameterError) throw new UsageError(error.message, { cause: error })
    throw error
  }
}

/** @throws UsageError when there is none of the name */
export function savedQueryNamed(name: string | undefined): SavedQuery {
  if (name === undefined) throw new UsageError('say which saved query: `audit-lake query --list` names them')
  const query = savedQueries.find(saved => saved.name === name)
  if (query) return query
  const similar = nearest(
    name,
    savedQueries.map(saved => saved.name),
  )
  throw new UsageError(
    `there is no saved query ${name}: ${similar ? `did you mean ${similar}?` : '`audit-lake query --list` names them'}`,
  )
}
