import { compile } from '../saved/compile.ts'
import { type SavedQuery, savedQueries } from '../saved/saved-query.ts'
import type { Period, Question } from './report.ts'

/** How many rows a table of a report has at most. */
export const TABLE_ROWS = 50

/** A saved query with all its rows; under a name of its own where it is asked twice. */
export function all(query: string, period: Period, name = query): Question {
  return { name, ...asked(query, period) }
}

/** A saved query, but of its rows only the first. */
export function first(name: string, rows: number, period: Period): Question {
  const question = asked(name, period)
  return { name, ...question, sql: `${question.sql}\nLIMIT ${rows}` }
}

/** How many rows a saved query has. */
export function total(name: string, period: Period): Question {
  const question = asked(name, period)
  return { name: totalOf(name), ...question, sql: `SELECT count(*) AS total FROM (\n${question.sql}\n)` }
}

/** The name of the question how many rows a saved query has. */
export function totalOf(name: string): string {
  return `${name}: total`
}

/** The command that asks the same question again, and gives every row. */
export function commandOf({ query, given }: Pick<Question, 'query' | 'given'>): string {
  const options = Object.entries(given).map(([name, value]) => ` --param ${name}=${value}`)
  return `audit-lake query ${query.name}${options.join('')}`
}

function asked(name: string, period: Period): Omit<Question, 'name'> {
  const query = savedQueryNamed(name)
  const given = Object.fromEntries(
    Object.entries(period)
      .filter(([edge]) => query.parameters.some(parameter => parameter.name === edge))
      .map(([edge, time]) => [edge, new Date(time).toISOString()]),
  )
  return { query, given, ...compile(query, given, period.to) }
}

function savedQueryNamed(name: string): SavedQuery {
  const query = savedQueries.find(saved => saved.name === name)
  if (!query) throw new Error(`there is no saved query ${name}`)
  return query
}
