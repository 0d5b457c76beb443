import { describe, expect, it } from 'vitest'
import { executionParameter } from '../../../packages/lake/src/aws/athena-parameters.ts'
import { type Engine, QueryError, rowObjects, type Value } from '../../../packages/lake/src/index.ts'

/** What goes in and comes out through Athena's API, whoever answers behind it. */
export function athenaValuesSuite(name: string, engine: () => Engine): void {
  const answerTo = async (sql: string, ...parameters: Value[]): Promise<Value> => {
    const [row] = await rowObjects(await engine().query(`SELECT ${sql} AS v`, parameters))
    return row!.v!
  }

  describe(`values that ${name} answers by Athena's API`, () => {
    it.each<[string, Value]>([
      ['NULL', null],
      ["''", ''],
      ["'null'", 'null'],
      ['true', true],
      ['1 = 2', false],
      ['CAST(7 AS tinyint)', 7],
      ['CAST(9007199254740991 AS bigint)', 9007199254740991],
      ['CAST(9007199254740993 AS bigint)', '9007199254740993'],
      ['CAST(-9223372036854775808 AS bigint)', '-9223372036854775808'],
      ['1.5e0', 1.5],
      ['1e300', 1e300],
      ["CAST('NaN' AS double)", 'NaN'],
      ['CAST(0.10 AS decimal(5, 2))', '0.10'],
      ["DATE '2026-11-22'", '2026-11-22'],
      ["TIMESTAMP '2026-11-22 10:00:00'", '2026-11-22T10:00:00.000Z'],
      ["TIMESTAMP '2026-11-22 10:00:00.123456'", '2026-11-22T10:00:00.123456Z'],
      ["from_iso8601_timestamp('2026-11-22T10:00:00Z')", '2026-11-22T10:00:00.000Z'],
      ["ARRAY['a', NULL, 'b c']", ['a', null, 'b c']],
      ['\'a\nb "c" ü\'', 'a\nb "c" ü'],
    ])('reads %s', async (sql, value) => {
      expect(await answerTo(sql)).toEqual(value)
    })
  })

  describe(`parameters that ${name} is given by Athena's API`, () => {
    it.each<[Value]>([
      ["it's"],
      [''],
      ['2026-11-22'],
      ["'; DROP TABLE audit_logs --"],
      ['?'],
      ['ü😀\n'],
      [5],
      [-5],
      [0.1],
      [-1.5e-7],
      [true],
      [null],
    ])('hands %j over as it is', async value => {
      expect(await answerTo('?', value)).toEqual(value)
    })

    it('writes a whole number that is no integer of SQL as a double', () => {
      expect(executionParameter(1e21)).toBe('1E21')
    })

    it('hands several over in order', async () => {
      expect(await answerTo("? || '-' || ?", 'a', 'b')).toBe('a-b')
    })

    it.each<[Value]>([[['a']], [{ a: 1 }], ['x'.repeat(1023)]])(
      'refuses what Athena takes no literal of',
      async value => {
        await expect(engine().query('SELECT ?', [value])).rejects.toThrow(QueryError)
      },
    )
  })
}
