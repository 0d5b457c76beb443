import { compile } from '../saved/compile.ts'
import { type SavedQuery, savedQueries } from '../saved/saved-query.ts'
import type { Answers, Period, Question } from './report.ts'

/** How many rows of an answer a report takes at most. */
export const MOST_ROWS = 10_000

/** What differs when a saved query is asked in a way of its own. */
export interface Asking {
  /** The name of its answer; default: the query's. */
  readonly name?: string
  /** Parameters besides the edges of the period, as a person would write them. */
  readonly given?: Readonly<Record<string, string>>
}

/** A saved query with all its rows. */
export function all(query: string, period: Period, asking: Asking = {}): Question {
  return asked(query, period, asking)
}

/** A saved query, but of its rows only the first. */
export function first(query: string, rows: number, period: Period, asking: Asking = {}): Question {
  const question = asked(query, period, asking)
  return { ...question, sql: `${question.sql}\nLIMIT ${rows}`, most: rows }
}

/** How many rows a saved query has. */
export function total(query: string, period: Period, asking: Asking = {}): Question {
  const question = asked(query, period, asking)
  return { ...question, name: totalOf(question.name), sql: `SELECT count(*) AS total FROM (\n${question.sql}\n)` }
}

const TOTAL = ': total'

/** The name of the question how many rows a saved query has. */
export function totalOf(name: string): string {
  return `${name}${TOTAL}`
}

/** Whether a question only asks how many rows another one has. */
export function isTotal({ name }: Question): boolean {
  return name.endsWith(TOTAL)
}

/**
 * What a question how many rows there are would be answered, when the rows themselves tell: fewer than were asked for at
 * the most. Null when it has to be asked.
 */
export function knownTotal({ name }: Question, questions: readonly Question[], answers: Answers): number | null {
  const counted = questions.find(question => totalOf(question.name) === name)
  const rows = counted && answers[counted.name]
  return rows && counted.most !== undefined && rows.length < counted.most ? rows.length : null
}

/** The command that asks the same question again, and gives every row. */
export function commandOf({ query, given }: Pick<Question, 'query' | 'given'>): string {
  const options = Object.entries(given).map(([name, value]) => ` --param ${name}=${quoted(value)}`)
  return `audit-lake query ${query.name}${options.join('')}`
}

/** As a POSIX shell wants it. */
function quoted(value: string): string {
  return /^[\w.:/@%+-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
}

function asked(name: string, period: Period, asking: Asking): Question {
  const query = savedQueryNamed(name)
  const edges = Object.entries(period)
    .filter(([edge]) => query.parameters.some(parameter => parameter.name === edge))
    .map(([edge, time]) => [edge, new Date(time).toISOString()])
  const given = { ...Object.fromEntries(edges), ...asking.given }
  return { name: asking.name ?? name, query, given, ...compile(query, given, period.to) }
}

/** @throws Error when there is none: that is a bug of the report */
export function savedQueryNamed(name: string): SavedQuery {
  const query = savedQueries.find(saved => saved.name === name)
  if (!query) throw new Error(`there is no saved query ${name}`)
  return query
}
