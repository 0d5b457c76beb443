import { describe, expect, it } from 'vitest'
import { consoleText, preparedText, type SavedQuery, savedQueries } from '../../../packages/queries/src/index.ts'
import { trinoGrammar } from '../trino-grammar.ts'

const grammar = await trinoGrammar()
const named = (name: string) => savedQueries.find(query => query.name === name)!

const QUERY: SavedQuery = {
  ...named('who-did-what'),
  name: 'a-query',
  title: 'Title',
  description: 'A question?',
  parameters: [
    { name: 'from', type: 'time', default: 'T-2h', description: '' },
    { name: 'day', type: 'time', default: '2026-11-22', description: '' },
    { name: 'to', type: 'time', default: 'T', description: '' },
    { name: 'hours', type: 'integer', default: '24', description: '' },
    { name: 'who', type: 'text', default: "O'Hara", description: '' },
    { name: 'what', type: 'text', description: '' },
  ],
  sql: "SELECT ':from', :from, :day, :to, :hours, :who, :what, :from",
}

describe('a saved query in the console of Athena', () => {
  it('has its defaults in place of its parameters, and says what is to be put where it has none', () => {
    expect(consoleText(QUERY)).toBe(
      [
        '-- Title: A question?',
        "SELECT ':from', (CAST(now() AT TIME ZONE 'UTC' AS timestamp) - INTERVAL '2' HOUR), TIMESTAMP '2026-11-22', CAST(now() AT TIME ZONE 'UTC' AS timestamp), 24, 'O''Hara', 'put what here', (CAST(now() AT TIME ZONE 'UTC' AS timestamp) - INTERVAL '2' HOUR)",
      ].join('\n'),
    )
  })

  it('is prepared with its values in the order in which they are wanted', () => {
    expect(preparedText(QUERY)).toEqual({
      name: 'a_query',
      description: 'A question? USING from, day, to, hours, who, what, from',
      sql: expect.stringMatching(/^SELECT ':from', CAST\(\? AS timestamp\), (?:CAST\(\? AS \w+\)(?:, )?){6}$/),
    })
  })

  it.each(savedQueries.map(query => [query.name, query] as const))(
    "%s keeps to Trino's grammar and Athena's limits",
    (_, query) => {
      const text = consoleText(query)
      expect(grammar(text)).toEqual([])
      expect(text).not.toMatch(/(?<!:):(?!:)\w+\b(?=[^']*(?:'[^']*'[^']*)*$)/)
      const prepared = preparedText(query)
      expect(grammar(prepared.sql)).toEqual([])
      expect(prepared.name).toMatch(/^[A-Za-z_][A-Za-z0-9_@:]{0,255}$/)
      expect(prepared.description.length).toBeLessThanOrEqual(1024)
    },
  )
})
