import { compile, savedQueries } from '@temporal-audit-lake/queries'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Token, tokensOf } from '../../../packages/queries/src/duckdb/tokens.ts'
import { trinoGrammar } from '../trino-grammar.ts'

/**
 * Columns of which no two rows of an answer have the same, if the last ones of an ORDER BY are these: of a table, and of
 * queries that fold events to one row a thing.
 */
const UNIQUE = [
  ['log_id', 'operation'],
  ['batch_id'],
  ['subject_type', 'subject'],
  ['subject_type', 'subject', 'scope'],
  ['key_id', 'key_name'],
  ['log_id', 'operation', 'path'],
  ['log_id', 'operation', 'subject'],
  ['actor', 'client_ip'],
  ['actor', 'operation_name'],
  ['dead_letter_id'],
  ['requirement'],
  ['log_id', 'operation', 'subject_type', 'subject', 'scope'],
  ['log_id', 'subject_type', 'subject', 'scope'],
]

let trinoProblems: (sql: string) => string[]

beforeAll(async () => {
  trinoProblems = await trinoGrammar()
})

describe.each(savedQueries.map(query => [query.name, query] as const))('%s', (_, query) => {
  const { sql } = query
  const tokens = tokensOf(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
  const text = tokens.map(({ text }) => text).join(' ')

  it("is a statement of Trino's grammar, alone and in parentheses", () => {
    const given = Object.fromEntries(query.parameters.map(({ name, default: initial }) => [name, initial ?? 'any']))
    const compiled = compile(query, given, 0).sql
    expect(trinoProblems(compiled)).toEqual([])
    expect(trinoProblems(`SELECT count(*) AS total FROM (\n${compiled}\n)`)).toEqual([])
  })

  it('filters on event_date wherever it reads events by their time: else every day is read', () => {
    const reads = text.match(
      /FROM (audit_logs|audit_log_versions|sealed|events_flat|event_targets|access_changes|known_names|api_key_events)\b/g,
    )
    expect(count(text, 'WHERE event_date BETWEEN')).toBe(reads?.length ?? 0)
    expect(count(text, 'emit_time < : to')).toBe(reads?.length ?? 0)
  })

  it('has one order only: it ends in columns that no two rows share, or has one row', () => {
    const order = /ORDER BY ((?:(?! \) ).)*)$/.exec(text)?.[1]?.replaceAll(' DESC', '').split(' , ')
    const groups = /GROUP BY ((?:(?!ORDER|HAVING).)*) (?:HAVING|ORDER)(?!.*GROUP BY)/
      .exec(withoutParentheses(text))?.[1]
      ?.split(' , ')
    if (!order) return expect([count(text, 'GROUP BY'), count(text, 'count ( * )')]).toEqual([0, 1])
    const isUnique = groups
      ? groups.every(column => order.includes(column) || isDerived(column))
      : UNIQUE.some(columns => columns.join() === order.slice(-columns.length).join())
    expect(isUnique, text).toBe(true)
  })

  it('has nothing that one of the engines answers otherwise', () => {
    expect(tokens.filter(isDecimal)).toEqual([])
    expect(text).not.toMatch(/varchar \( |\bconcat \(|\bFILTER \(|IGNORE NULLS|LISTAGG|MATCH_RECOGNIZE|`/i)
    // an array of nothing but nulls joins to '' here and to NULL there
    expect(count(text, 'array_join (')).toBe(count(text, 'nullif ( array_join ('))
  })
})

describe("Trino's grammar", () => {
  it.each(['SELECT a::int FROM b', 'SELECT FROM b', 'SELECT a FROM b WHERE', 'SELECT [1, 2]'])('refuses %s', sql => {
    expect(trinoProblems(sql)).not.toEqual([])
  })
})

/** Of a statement and those in it, the outermost. */
function withoutParentheses(text: string): string {
  const without = text.replace(/\([^()]*\)/g, '')
  return without === text ? text : withoutParentheses(without)
}

/** Given with the operation's name: a function of it. */
function isDerived(column: string): boolean {
  return column === 'verb' || column === 'resource_type'
}

function isDecimal({ kind, text }: Token): boolean {
  return kind === 'number' && /^\d*\.\d*$/.test(text)
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}
