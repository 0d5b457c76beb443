import { type Parameter, parameterTypes } from './parameter.ts'
import { ParameterError, parsedParameter, refuseUnknown, textFor } from './parameter-value.ts'
import { pieces } from './placeholders.ts'
import type { SavedQuery } from './saved-query.ts'

/** A query as an engine wants it. */
export interface CompiledQuery {
  /** SQL with `?` for its parameters. */
  readonly sql: string
  /** Their values, in order. */
  readonly parameters: readonly (string | number)[]
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
  refuseUnknown(parameters, query)
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

function parameterValue(
  parameter: Parameter,
  given: Readonly<Record<string, string>>,
  query: SavedQuery,
  now: number,
): string | number {
  const { name, type } = parameter
  const text = textFor(parameter, given)
  if (text === undefined) throw new ParameterError(`${query.name} needs the parameter ${name}: write ${name}=<${type}>`)
  return parsedParameter(parameter, text, now)
}
