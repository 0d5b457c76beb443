import type { Parameter } from '../saved/parameter.ts'
import { parsedParameter, refuseUnknown, textFor } from '../saved/parameter-value.ts'
import type { Section } from './report.ts'

/** Parameters by their names, as a person would write them. */
export type Given = Readonly<Record<string, string>>

/**
 * All parameters of a report: those that were given, and the defaults of the others. Which neither was given nor has a
 * default is not among them: the report says what it could not ask.
 *
 * @throws ParameterError for one that the report does not have, or that cannot be read
 *
 * @example
 * reportParameters(changeManagement, {}) // { pattern: '[A-Z][A-Z0-9]+-[0-9]+' }
 */
export function reportParameters(
  report: { readonly name: string; readonly parameters: readonly Parameter[] },
  given: Given,
): Given {
  refuseUnknown(given, report)
  const known = report.parameters.flatMap(parameter => {
    const text = textFor(parameter, given)
    return text === undefined ? [] : [{ parameter, text }]
  })
  for (const { parameter, text } of known) parsedParameter(parameter, text, 0)
  return Object.fromEntries(known.map(({ parameter, text }) => [parameter.name, text]))
}

/** What a report was told, so that a reader knows what its words mean; nothing when there is nothing to tell it. */
export function parametersSection(parameters: readonly Parameter[], told: Given): Section[] {
  if (parameters.length === 0) return []
  const rows = parameters.map(({ name, default: initial, description }) => [
    name,
    told[name] ?? 'not given',
    initial ?? null,
    description,
  ])
  return [
    {
      id: 'parameters',
      heading: 'Parameters',
      blocks: [
        {
          kind: 'table',
          caption: 'What this report was told of the company',
          columns: [
            { label: 'Parameter', kind: 'code' },
            { label: 'Value', kind: 'code' },
            { label: 'Unless told', kind: 'code' },
            { label: 'What it is', kind: 'text' },
          ],
          rows,
          onPage: rows.length,
          total: null,
          empty: 'It takes none.',
          all: null,
        },
      ],
    },
  ]
}
