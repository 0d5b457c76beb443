import type { SourceRecord } from '@temporal-audit-lake/core'
import { columns, deadLetterColumns, receiptColumns } from '@temporal-audit-lake/core'
import { describe, expect, it } from 'vitest'
import { type Engine, QueryError, rowObjects, type Value } from '../../packages/lake/src/engine.ts'

/** An engine over a lake of its own, and a way to put records into that. */
export interface EngineUnderTest {
  readonly engine: Engine
  /** Takes a batch into the lake, as the ingest function does. */
  ingest(records: readonly SourceRecord[]): Promise<void>
  close(): Promise<void>
}

/** The shape of a value of every type, in the SQL that all engines share. */
const VALUES: readonly (readonly [expression: string, value: Value])[] = [
  ['NULL', null],
  ['true', true],
  ['1', 1],
  ['-1', -1],
  ["BIGINT '9007199254740991'", 9_007_199_254_740_991],
  ["BIGINT '9007199254740993'", '9007199254740993'],
  ["BIGINT '-9223372036854775808'", '-9223372036854775808'],
  ['1.5e0', 1.5],
  ['1e300', 1e300],
  ["CAST('NaN' AS double)", 'NaN'],
  ["CAST('-Infinity' AS double)", '-Infinity'],
  ["CAST('1.50' AS decimal(10, 2))", '1.50'],
  ["CAST('12345678901234567890.123' AS decimal(38, 3))", '12345678901234567890.123'],
  ["''", ''],
  ["'it''s \"quoted\" \\ é 😀'", 'it\'s "quoted" \\ é 😀'],
  ["DATE '2026-11-22'", '2026-11-22'],
  ["DATE '1969-12-31'", '1969-12-31'],
  ["TIMESTAMP '2026-11-22 10:00:00'", '2026-11-22T10:00:00.000Z'],
  ["TIMESTAMP '2026-11-22 10:00:00.123'", '2026-11-22T10:00:00.123Z'],
  ["TIMESTAMP '1969-12-31 23:59:59.999'", '1969-12-31T23:59:59.999Z'],
  ["TIMESTAMP '2026-11-22 10:00:00 +02:00'", '2026-11-22T08:00:00.000Z'],
  ["ARRAY['a', NULL, '']", ['a', null, '']],
  ['ARRAY[ARRAY[1], ARRAY[2, 3]]', [[1], [2, 3]]],
  ['CAST(ARRAY[] AS array(varchar))', []],
  ["ARRAY[TIMESTAMP '2026-11-22 10:00:00']", ['2026-11-22T10:00:00.000Z']],
  [
    "MAP(ARRAY['a', '__proto__'], ARRAY[1, 2])",
    Object.fromEntries([
      ['a', 1],
      ['__proto__', 2],
    ]),
  ],
  ["MAP(ARRAY[1], ARRAY['a'])", { 1: 'a' }],
  ["CAST(ROW(1, 'x') AS row(a integer, b varchar))", { a: 1, b: 'x' }],
  ['json_parse(\'{"a": [1, 2]}\')', '{"a":[1,2]}'],
]

/** What an engine is given as a parameter, and what comes back of it. */
const PARAMETERS: readonly Value[] = [
  'text',
  '',
  "'; DROP TABLE audit_logs; --",
  'a ? b \'quoted\' "é" \\ \n😀',
  1,
  -1,
  9_007_199_254_740_991,
  1.5,
  1e300,
  true,
  false,
  null,
]

/** SQL that no engine answers. */
const REFUSED: readonly (readonly [name: string, sql: string])[] = [
  ['no SQL', 'SELEC 1'],
  ['an empty text', ' -- nothing\n'],
  ['a table that is not there', 'SELECT 1 FROM no_such_table'],
  ['a column that is not there', 'SELECT no_such_column FROM audit_logs'],
  ['a function that is not there', 'SELECT no_such_function(1)'],
  ['a text that is no number', "SELECT CAST(x AS integer) FROM (VALUES '1', 'one') AS t(x)"],
  ['two statements', 'SELECT 1; SELECT 2'],
  ['a statement that writes', 'DELETE FROM audit_logs'],
]

/** Work for minutes, if nobody stops it. */
const ENDLESS = `SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)
  CROSS JOIN UNNEST(sequence(1, 1000)) AS c(z) WHERE (x * y + z) % 7919 = 3`

const TABLES: Readonly<Record<string, readonly string[]>> = {
  audit_logs: columns.map(({ name }) => name),
  audit_log_versions: [...columns.map(({ name }) => name), 'is_current'],
  events_flat: [...columns.map(({ name }) => name), 'sentence'],
  event_targets: [
    ...['emit_time', 'event_date', 'log_id', 'operation', 'operation_name', 'verb', 'resource_type', 'status', 'actor'],
    ...['principal_type', 'principal_id', 'client_ip', 'async_operation_id', 'target_type', 'target'],
  ],
  access_changes: [
    ...['emit_time', 'event_date', 'log_id', 'operation', 'operation_name', 'verb', 'status', 'actor', 'client_ip'],
    ...['async_operation_id', 'subject_type', 'subject', 'scope', 'access', 'states_all'],
  ],
  known_names: ['emit_time', 'event_date', 'log_id', 'operation', 'kind', 'id', 'name'],
  api_key_events: [
    ...['emit_time', 'event_date', 'log_id', 'operation', 'operation_name', 'verb', 'status', 'actor'],
    ...['principal_type', 'principal_id', 'client_ip', 'role', 'key_id', 'key_name', 'owner_type', 'owner_id'],
    ...['expiry_time', 'is_disabled'],
  ],
  arrivals: [...columns.map(({ name }) => name), 'arrival_hour'],
  sealed: [...columns.map(({ name }) => name), 'is_current'],
  receipts: receiptColumns.map(({ name }) => name),
  dead_letters: [...deadLetterColumns.map(({ name }) => name), 'redriven_at'],
}

function record(logId: string): SourceRecord {
  const text = JSON.stringify({ log_id: logId, operation: 'DeleteUser', emit_time: '2026-11-22T10:00:00.000Z' })
  return {
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: `4967${logId}`,
    arrivalTime: Date.parse('2026-11-22T10:01:00Z'),
    data: new TextEncoder().encode(text),
  }
}

/** What an engine cannot do: titles of tests, or expressions whose values it gives otherwise, each with the reason. */
export type Exceptions = Readonly<Record<string, string>>

/** What every engine must do. @param open an engine over an empty lake, anew for each test */
export function engineSuite(name: string, open: () => Promise<EngineUnderTest>, exceptions: Exceptions = {}): void {
  function test(title: string, run: () => Promise<void>): void {
    const reason = exceptions[title]
    it.skipIf(reason)(reason ? `${title} (not here: ${reason})` : title, run)
  }

  async function onEngine(run: (under: EngineUnderTest) => Promise<void>): Promise<void> {
    const under = await open()
    try {
      await run(under)
    } finally {
      await under.close()
    }
  }

  async function first(engine: Engine, sql: string, parameters?: readonly Value[]): Promise<Value> {
    const [row] = await rowObjects(await engine.query(sql, parameters))
    return Object.values(row!)[0]!
  }

  async function refusal(engine: Engine, sql: string, parameters?: readonly Value[]): Promise<unknown> {
    try {
      return await rowObjects(await engine.query(sql, parameters))
    } catch (error) {
      return error
    }
  }

  describe(`${name} as an engine`, () => {
    test('gives a value of every type as JSON has it', async () => {
      await onEngine(async ({ engine }) => {
        for (const [expression, value] of VALUES) {
          if (exceptions[expression]) continue
          expect(await first(engine, `SELECT ${expression} AS x`), expression).toEqual(value)
          // not only as a constant, but as one row of several
          const both = `SELECT x FROM (SELECT 1 AS i, ${expression} AS x UNION ALL SELECT 2, NULL) AS t ORDER BY i`
          const rows = await rowObjects(await engine.query(both))
          expect(rows, expression).toEqual([{ x: value }, { x: null }])
        }
      })
    })

    test('tells the columns in order, with their types, before any row', async () => {
      await onEngine(async ({ engine }) => {
        const { columns } = await engine.query('SELECT 1 AS b, true AS a, log_id FROM audit_logs')
        expect(columns.map(({ name }) => name)).toEqual(['b', 'a', 'log_id'])
        expect(columns.map(({ type }) => type.toUpperCase())).toEqual(['INTEGER', 'BOOLEAN', 'VARCHAR'])
      })
    })

    test('takes parameters as values, never as SQL', async () => {
      await onEngine(async ({ engine }) => {
        for (const value of PARAMETERS) {
          const type =
            typeof value === 'number'
              ? Number.isInteger(value) && value < 1e20
                ? 'bigint'
                : 'double'
              : typeof value === 'boolean'
                ? 'boolean'
                : 'varchar'
          expect(await first(engine, `SELECT CAST(? AS ${type}) AS x`, [value])).toEqual(value)
        }
        expect(await first(engine, "SELECT count(*) AS n FROM (VALUES 'a', 'b') AS t(x) WHERE x = ?", ['b'])).toBe(1)
        expect(await first(engine, 'SELECT \'?\' || ? || "?" AS x FROM (VALUES \'c\') AS t("?") -- ?', ['b'])).toBe(
          '?bc',
        )
      })
    })

    test('takes as many parameters as the text has', async () => {
      await onEngine(async ({ engine }) => {
        expect(await refusal(engine, 'SELECT ? AS x', [])).toBeInstanceOf(QueryError)
        expect(await refusal(engine, 'SELECT ? AS x', ['a', 'b'])).toBeInstanceOf(QueryError)
        expect(await refusal(engine, 'SELECT 1 AS x', ['a'])).toBeInstanceOf(QueryError)
        expect(await refusal(engine, 'SELECT ? AS x', [['a', 'list']])).toBeInstanceOf(QueryError)
      })
    })

    test('gives rows in chunks, in order, and none of them empty', async () => {
      await onEngine(async ({ engine }) => {
        const sql =
          'SELECT 100 * a + b AS x FROM UNNEST(sequence(0, 99)) AS s(a) CROSS JOIN UNNEST(sequence(0, 99)) AS t(b) ORDER BY x'
        const found: Value[] = []
        let chunks = 0
        for await (const chunk of (await engine.query(sql)).chunks) {
          expect(chunk.length).toBeGreaterThan(0)
          chunks++
          found.push(...chunk.map(([x]) => x!))
        }
        expect(found).toEqual(Array.from({ length: 10_000 }, (_, i) => i))
        expect(chunks).toBeGreaterThan(1)
      })
    })

    test('says what is wrong with SQL that it cannot answer, and goes on', async () => {
      await onEngine(async ({ engine }) => {
        for (const [what, sql] of REFUSED) {
          const error = await refusal(engine, sql)
          expect(error, what).toBeInstanceOf(QueryError)
          expect((error as QueryError).message, what).not.toBe('')
        }
        expect(await first(engine, 'SELECT 1 AS x')).toBe(1)
      })
    })

    test('has every table and view with every column, when there is nothing in the lake', async () => {
      await onEngine(async ({ engine }) => {
        for (const [table, names] of Object.entries(TABLES)) {
          const result = await engine.query(`SELECT * FROM ${table}`)
          expect(result.columns.map(({ name }) => name).sort(), table).toEqual([...names].sort())
          expect(await rowObjects(result), table).toEqual([])
        }
      })
    })

    test('shows in the next query what was ingested', async () => {
      await onEngine(async ({ engine, ingest }) => {
        const count = 'SELECT count(*) AS n FROM audit_logs'
        expect(await first(engine, count)).toBe(0)
        await ingest([record('1'), record('2')])
        expect(await first(engine, count)).toBe(2)
        await ingest([record('3'), record('1')])
        expect(await first(engine, count)).toBe(3)
        expect(await first(engine, 'SELECT sum(received) AS n FROM receipts')).toBe(4)
        const [row] = await rowObjects(await engine.query("SELECT * FROM audit_logs WHERE log_id = '3'"))
        expect(row).toMatchObject({
          emit_time: '2026-11-22T10:00:00.000Z',
          event_date: '2026-11-22',
          operation: 'DeleteUser',
        })
      })
    })

    test('answers several queries at a time', async () => {
      await onEngine(async ({ engine }) => {
        const sums = await Promise.all(
          Array.from({ length: 5 }, (_, i) =>
            first(engine, `SELECT sum(x) AS n FROM UNNEST(sequence(1, ${1000 + i})) AS t(x)`),
          ),
        )
        expect(sums).toEqual([500_500, 501_501, 502_503, 503_506, 504_510])
      })
    })

    test('does not begin when it is aborted already', async () => {
      await onEngine(async ({ engine }) => {
        const signal = AbortSignal.abort(new Error('not wanted'))
        await expect(engine.query('SELECT 1 AS x', [], { signal })).rejects.toThrow('not wanted')
      })
    })

    test('stops when it is aborted, with the reason, and goes on', async () => {
      await onEngine(async ({ engine }) => {
        for (const delay of [0, 20, 200]) {
          const abort = new AbortController()
          setTimeout(() => abort.abort(new Error('enough')), delay)
          const query = engine.query(ENDLESS, [], { signal: abort.signal }).then(rowObjects)
          await expect(query).rejects.toThrow('enough')
        }
        expect(await first(engine, 'SELECT 1 AS x')).toBe(1)
      })
    })

    test('stops when its reader does, and goes on', async () => {
      await onEngine(async ({ engine }) => {
        const sql = `SELECT date_format(date_add('second', x, TIMESTAMP '2026-11-22 00:00:00'), '%H:%i:%s') AS time
          FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)`
        for (let i = 0; i < 5; i++) {
          for await (const [row] of (await engine.query(sql)).chunks) {
            expect(row).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d$/)])
            break
          }
        }
        expect(await first(engine, 'SELECT 1 AS x')).toBe(1)
      })
    })
  })
}
