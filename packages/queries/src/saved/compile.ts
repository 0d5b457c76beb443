import { nearest } from '../nearest.ts'
import { type Parameter, parameterTypes } from './parameter.ts'
import { pieces } from './placeholders.ts'
import type { SavedQuery } from './saved-query.ts'

/** A query as an engine wants it. */
export interface CompiledQuery {
  /** SQL with `?` for its parameters. */
  readonly sql: string
  /** Their values, in order. */
  readonly parameters: readonly (string | number)[]
}

/** A parameter that a query does not have, lacks, or cannot read. The message says which, its value, and what to write. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError'
}

/**
 * A saved query with its parameters. What a person writes becomes a value, never a part of the SQL.
 *
 * @param now milliseconds since the epoch: what `T` means
 * @throws ParameterError for a parameter that is wrong
 *
 * @example
 * compile(failedOperations, { from: 'T-1d' }, now).sql // '... AND emit_time >= CAST(? AS timestamp) ...'
 */
export function compile(query: SavedQuery, parameters: Readonly<Record<string, string>>, now: number): CompiledQuery {
  for (const name of Object.keys(parameters)) refuseUnknown(name, query)
  const values = new Map(
    query.parameters.map(parameter => [parameter.name, parameterValue(parameter, parameters, query, now)]),
  )
  const types = new Map(query.parameters.map(({ name, type }) => [name, parameterTypes[type]]))
  const bound: (string | number)[] = []
  const sql = pieces(query.sql).map(piece => {
    if ('text' in piece) return piece.text
    bound.push(values.get(piece.parameter)!)
    return types.get(piece.parameter)!.sql
  })
  return { sql: sql.join(''), parameters: bound }
}

function refuseUnknown(name: string, query: SavedQuery): void {
  const names = query.parameters.map(parameter => parameter.name)
  if (names.includes(name)) return
  const similar = nearest(name, names)
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`
  throw new ParameterError(`${query.name} has no parameter ${name}: ${similar ? `did you mean ${similar}?` : known}`)
}

function parameterValue(
  { name, type, default: initial }: Parameter,
  given: Readonly<Record<string, string>>,
  query: SavedQuery,
  now: number,
): string | number {
  const { parse, expected } = parameterTypes[type]
  const text = Object.hasOwn(given, name) ? given[name]! : initial
  if (text === undefined) throw new ParameterError(`${query.name} needs the parameter ${name}: write ${name}=<${type}>`)
  const value = parse(text, now)
  if (value === null) throw new ParameterError(`parameter ${name}=${text} is no ${type}: ${expected}`)
  return value
}
