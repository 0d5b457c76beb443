import { readdirSync, readFileSync } from 'node:fs'
import { savedQueries } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { parseQuery, QueryFileError } from '../../../packages/queries/src/saved/parse-query.ts'
import { queryTexts } from '../../../packages/queries/src/saved/query-texts.ts'
import { MODULE, queryTextsModule } from '../../../tools/query-texts.ts'

const GOOD = `-- title: Example
-- group: credentials
-- description: What was done?
--   And by whom?
-- meaning: One event.
-- controls: SOC 2 CC7.2, PCI DSS 10.2.1.4
-- parameter from (time, default T-30d): First moment of the period.
-- parameter actor (text, default empty): Who.
-- parameter hours (integer): How many.
SELECT emit_time
FROM audit_logs WHERE emit_time >= :from AND actor = :actor AND version = :hours
`

describe('parseQuery', () => {
  it('reads the front comment and the SQL after it', () => {
    expect(parseQuery('example', GOOD)).toEqual({
      name: 'example',
      title: 'Example',
      group: 'credentials',
      description: 'What was done? And by whom?',
      meaning: 'One event.',
      controls: ['SOC 2 CC7.2', 'PCI DSS 10.2.1.4'],
      parameters: [
        { name: 'from', type: 'time', default: 'T-30d', description: 'First moment of the period.' },
        { name: 'actor', type: 'text', default: '', description: 'Who.' },
        { name: 'hours', type: 'integer', description: 'How many.' },
      ],
      sql: 'SELECT emit_time\nFROM audit_logs WHERE emit_time >= :from AND actor = :actor AND version = :hours',
    })
  })

  it.each([
    ['no front comment', /^(--.*\n)+/, '', 'line 1: there is no front comment'],
    ['no SQL', /SELECT[\s\S]*/, '', 'line 1: there is no SQL after the front comment'],
    ['a key missing', '-- meaning: One event.\n', '', 'line 1: `-- meaning: ...` is missing'],
    ['a key without a text', 'meaning: One event.', 'meaning:', 'line 5: write `-- key: text`'],
    ['a key twice', '-- meaning', '-- title: Once more\n-- meaning', 'line 5: `title` stands here for the second time'],
    [
      'an unknown key',
      '-- meaning',
      '-- author: me\n-- meaning',
      'line 5: `author` is none of title, group, description',
    ],
    ['an unknown group', 'group: credentials', 'group: keys', 'line 2: `keys` is no group: population and access, '],
    ['an ordinary comment', '-- meaning', '-- to be done\n-- meaning', 'line 5: write `-- key: text`'],
    ['a parameter without a type', 'from (time, default T-30d)', 'from', 'line 7: write `-- parameter name (type'],
    [
      'an unknown type',
      'from (time',
      'from (date',
      'line 7: `date` is no type of parameter: time, text, integer, hour',
    ],
    ['a default of another type', 'default T-30d', 'default soon', 'line 7: the default soon is no time: write 2026'],
    ['a parameter twice', 'parameter hours', 'parameter actor', 'line 10: the parameter actor is said twice'],
    ['a parameter that is not used', ' AND version = :hours', '', 'line 10: the parameter hours is said but not used'],
    [
      'a parameter in a string only',
      'version = :hours',
      "version = ':hours'",
      'the parameter hours is said but not used',
    ],
    ['a parameter that is not said', ':actor AND', ':who AND', 'line 10: :who is not said in the front comment'],
    ['a parameter without a name', ':hours', '?', 'line 10: `?` has no name: write a parameter as `:name`'],
    ['a cast that Athena does not have', ':hours', 'x::int', 'line 10: `::` is a cast that Athena does not have'],
    ['a lone colon', ':hours', ': hours', 'line 10: `:` has no name after it, but ` `'],
    ['a semicolon', /:hours\n$/, ':hours;\n', 'line 10: write one SELECT without a semicolon'],
  ])('refuses %s, and says where', (_, search, replacement, message) => {
    expect(() => parseQuery('example', GOOD.replace(search, replacement))).toThrow(QueryFileError)
    expect(() => parseQuery('example', GOOD.replace(search, replacement))).toThrow(message)
  })
})

const PARTS = 'packages/queries/sql/parts'

describe('the saved queries', () => {
  it('are the files in packages/queries/sql (else: npx tsx tools/query-texts.ts)', () => {
    expect(readFileSync(MODULE, 'utf8')).toBe(queryTextsModule())
  })

  it('have the text of each part in place of its name, and no part that only one of them has', () => {
    const texts = queryTexts.map(([, text]) => text)
    expect(texts.filter(text => text.includes('-- part:'))).toEqual([])
    for (const part of readdirSync(PARTS)) {
      const [comment] = readFileSync(`${PARTS}/${part}`, 'utf8').split('\n')
      expect(texts.filter(text => text.includes(comment!)).length, part).toBeGreaterThan(1)
    }
  })

  it('include the twelve that everybody asks', () => {
    expect(savedQueries.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'who-did-what',
        'failed-operations',
        'api-key-changes',
        'namespace-changes',
        'user-and-permission-changes',
        'activity-of-principal',
        'activity-per-day',
        'new-principals',
        'addresses-per-principal',
        'late-arrivals',
        'dead-letters-by-reason',
        'unbalanced-receipts',
      ]),
    )
  })
})
