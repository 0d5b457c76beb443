import { nearest } from '../nearest.ts'
import { type Parameter, parameterTypes } from './parameter.ts'

/** A parameter that a query does not have, lacks, or cannot read. The message says which, its value, and what to write. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError'
}

/** What wants to be told something: a saved query, or a report. */
export interface Asked {
  readonly name: string
  readonly parameters: readonly Parameter[]
}

/** @throws ParameterError for a name that is none of its parameters */
export function refuseUnknown(given: Readonly<Record<string, string>>, { name, parameters }: Asked): void {
  const names = parameters.map(parameter => parameter.name)
  const unknown = Object.keys(given).find(one => !names.includes(one))
  if (unknown === undefined) return
  const similar = nearest(unknown, names)
  const known = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`
  throw new ParameterError(`${name} has no parameter ${unknown}: ${similar ? `did you mean ${similar}?` : known}`)
}

/**
 * The value of a parameter for an engine, made of what a person wrote.
 *
 * @param now milliseconds since the epoch: what `T` means
 * @throws ParameterError for a text that is none of its type
 */
export function parsedParameter({ name, type }: Parameter, text: string, now: number): string | number {
  const { parse, expected } = parameterTypes[type]
  const value = parse(text, now)
  if (value === null) throw new ParameterError(`parameter ${name}=${text} is no ${type}: ${expected}`)
  return value
}

/** What a person wrote for a parameter, else its default; undefined when there is neither. */
export function textFor(parameter: Parameter, given: Readonly<Record<string, string>>): string | undefined {
  return Object.hasOwn(given, parameter.name) ? given[parameter.name]! : parameter.default
}
