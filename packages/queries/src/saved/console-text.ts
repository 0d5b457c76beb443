import { type Parameter, parameterTypes } from './parameter.ts'
import { pieces } from './placeholders.ts'
import type { SavedQuery } from './saved-query.ts'

/** A statement that waits for its values. */
export interface PreparedText {
  /** Letters, digits and underscores only, as Athena wants it. */
  readonly name: string
  /** Says which values are wanted, in their order. */
  readonly description: string
  readonly sql: string
}

/**
 * A saved query as a text for the console: each parameter is its default, or a text to be replaced.
 *
 * @example
 * consoleText(failedOperations) // '-- Failed operations ... WHERE emit_time >= (CAST(now() AT TIME ZONE 'UTC' AS timestamp) - INTERVAL '30' DAY)'
 */
export function consoleText(query: SavedQuery): string {
  const parameters = new Map(query.parameters.map(parameter => [parameter.name, parameter]))
  const sql = pieces(query.sql).map(piece =>
    'text' in piece ? piece.text : defaultSql(parameters.get(piece.parameter)!),
  )
  return `-- ${query.title}: ${query.description}\n${sql.join('')}`
}

/** A saved query as a prepared statement. A parameter that stands in several places wants its value for each of them. */
export function preparedText(query: SavedQuery): PreparedText {
  const types = new Map(query.parameters.map(({ name, type }) => [name, type]))
  const order: string[] = []
  const sql = pieces(query.sql).map(piece => {
    if ('text' in piece) return piece.text
    order.push(piece.parameter)
    return parameterTypes[types.get(piece.parameter)!].sql
  })
  return {
    name: query.name.replaceAll('-', '_'),
    description: `${query.description} USING ${order.join(', ')}`,
    sql: sql.join(''),
  }
}

const RELATIVE = /^T(?:-(\d+)([mhd]))?$/
const UNIT: Readonly<Record<string, string>> = { m: 'MINUTE', h: 'HOUR', d: 'DAY' }
const NOW = "CAST(now() AT TIME ZONE 'UTC' AS timestamp)"

function defaultSql({ name, type, default: initial }: Parameter): string {
  if (initial === undefined) return `'put ${name} here'`
  const { sql } = parameterTypes[type]
  if (sql === parameterTypes.integer.sql) return initial
  if (sql === parameterTypes.text.sql) return `'${initial.replaceAll("'", "''")}'`
  const relative = RELATIVE.exec(initial)
  if (!relative) return `TIMESTAMP '${initial.replace('T', ' ').replace('Z', '')}'`
  const [, count, unit] = relative
  return count === undefined ? NOW : `(${NOW} - INTERVAL '${count}' ${UNIT[unit!]})`
}
