import { compile, ParameterError, type SavedQuery } from '@temporal-audit-lake/queries'
import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../../packages/queries/src/saved/parse-query.ts'

const NOW = Date.UTC(2026, 10, 22, 10, 30)

const query: SavedQuery = parseQuery(
  'example',
  `-- title: Example
-- group: privileged and change
-- description: What?
-- meaning: One event.
-- controls: SOC 2 CC7.2
-- parameter since (time, default T-1d): From when on.
-- parameter actor (text): Who.
-- parameter hours (integer, default 24): How many.
SELECT ':actor', "a:actor" -- :since is a comment
FROM audit_logs /* :hours */
WHERE event_date >= date_format(:since, '%Y-%m-%d') AND emit_time >= :since
  AND (:actor = '' OR actor = :actor) AND version < :hours
ORDER BY log_id`,
)

describe('compile', () => {
  it('puts a typed ? for each name, and the values in the order of the text', () => {
    const { sql, parameters } = compile(query, { actor: 'ana' }, NOW)
    expect(sql).toBe(`SELECT ':actor', "a:actor" -- :since is a comment
FROM audit_logs /* :hours */
WHERE event_date >= date_format(CAST(? AS timestamp), '%Y-%m-%d') AND emit_time >= CAST(? AS timestamp)
  AND (CAST(? AS varchar) = '' OR actor = CAST(? AS varchar)) AND version < CAST(? AS integer)
ORDER BY log_id`)
    expect(parameters).toEqual(['2026-11-21 10:30:00.000', '2026-11-21 10:30:00.000', 'ana', 'ana', 24])
  })

  it('takes an empty text for a value', () => {
    expect(compile(query, { actor: '' }, NOW).parameters.slice(2, 4)).toEqual(['', ''])
  })

  it.each([
    [{}, 'example needs the parameter actor: write actor=<text>'],
    [{ actor: 'a', sinse: 'T' }, 'example has no parameter sinse: did you mean since?'],
    [{ actor: 'a', status: 'OK' }, 'example has no parameter status: it has since, actor, hours'],
    [{ actor: 'a', constructor: 'x' }, 'example has no parameter constructor: it has since, actor, hours'],
    [
      { actor: 'a', since: 'yesterday' },
      'parameter since=yesterday is no time: write 2026-11-22, 2026-11-22T10:00:00Z, T-30d or T',
    ],
    [{ actor: 'a', hours: '-1' }, 'parameter hours=-1 is no integer: write a whole number from 0 to 1000000'],
    [{ actor: 'a', hours: '1e3' }, 'parameter hours=1e3 is no integer: write a whole number from 0 to 1000000'],
    [{ actor: 'a', hours: '1000001' }, 'parameter hours=1000001 is no integer: write a whole number from 0 to 1000000'],
  ])('refuses %j with the thing, the value and the next step', (parameters, message) => {
    expect(() => compile(query, parameters as Record<string, string>, NOW)).toThrow(new ParameterError(message))
  })

  it('says so when a query has no parameters at all', () => {
    const none = { ...query, parameters: [], sql: 'SELECT 1' }
    expect(() => compile(none, { a: '1' }, NOW)).toThrow('example has no parameter a: it has none')
  })
})
