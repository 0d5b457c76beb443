import { type CompiledQuery, compile, type SavedQuery, savedQueries } from '@temporal-audit-lake/queries'
import { YEAR_ENDS } from './log.ts'
import type { Staff } from './staff.ts'

/** A saved query, to be asked of the year. */
export interface Question extends CompiledQuery {
  /** The query's name, and what it is asked for. */
  readonly title: string
  readonly query: string
}

type Values = Readonly<Record<string, string>>

/** Every saved query as it is asked by default, of the whole year, and of a quarter with other values. */
export function questionsOf(staff: Staff): Question[] {
  const needed = { actor: staff.admins[1]!.principal.name, accounts: staff.breakGlass.principal.name }
  const other: Values = {
    ...{ from: '2026-06-01', to: '2026-09-10', actor: staff.admins[0]!.principal.name },
    ...{ namespace: staff.namespaces[3]!, timezone: 'America/New_York', pattern: 'CHG-[0-9]+', least: '1' },
    ...{ roles: 'role_read', subject: staff.engineers[2]!.principal.name, operation: 'UpdateNamespace', days: '10' },
    ...{ thing: staff.endpoints[0]!, seed: '7', n: '5', population: 'termination', most: '1', opens: '10' },
  }
  return savedQueries.flatMap(query => {
    const required = only(query, needed, ({ default: initial }) => initial === undefined)
    const asked = (title: string, values: Values): Question => ({
      title: `${query.name}, ${title}`,
      query: query.name,
      ...compile(query, { ...required, ...values }, YEAR_ENDS),
    })
    const year = only(query, { from: '2025-12-01', to: '2026-12-01' })
    const quarter = only(query, other)
    return [
      asked('by default', {}),
      ...(Object.keys(year).length > 0 ? [asked('of the whole year', year)] : []),
      ...(Object.keys(quarter).length > 0 ? [asked('of a quarter', quarter)] : []),
    ]
  })
}

function only(
  { parameters }: SavedQuery,
  values: Values,
  isWanted: (parameter: SavedQuery['parameters'][number]) => boolean = () => true,
): Values {
  const known = parameters.filter(parameter => parameter.name in values && isWanted(parameter))
  return Object.fromEntries(known.map(({ name }) => [name, values[name]!]))
}
