import type { Parameter } from '../../saved/parameter.ts'
import { type Asking, savedQueryNamed } from '../question.ts'
import type { Period } from '../report.ts'
import type { Given } from '../report-parameters.ts'
import { answerName, type PartTable } from './composition.ts'

/** The parameters of saved queries that a report leaves to whoever asks for it, each once. */
export function parametersTaken(tables: readonly PartTable[]): readonly Parameter[] {
  const taken = tables.flatMap(({ query, takes = [] }) => takes.map(name => parameterOf(query, name)))
  return [...new Map(taken.map(parameter => [parameter.name, parameter])).values()]
}

function parameterOf(query: string, name: string): Parameter {
  const parameter = savedQueryNamed(query).parameters.find(known => known.name === name)
  if (!parameter) throw new Error(`${query} has no parameter ${name}`)
  return parameter
}

/** Whether everything is known that the query of a table cannot do without. */
export function isAsked({ takes = [] }: PartTable, told: Given): boolean {
  return takes.every(name => Object.hasOwn(told, name))
}

/** How the query of a table is asked: with what the report gives it, and what the report was given for it. */
export function askingOf(table: PartTable, period: Period, given: Given): Required<Asking> {
  const chosen = Object.entries(given).filter(([name]) => table.takes?.includes(name))
  return { name: answerName(table), given: { ...table.given?.(period), ...Object.fromEntries(chosen) } }
}
