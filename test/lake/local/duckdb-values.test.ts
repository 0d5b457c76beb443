import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { jsonValue } from '../../../packages/lake/src/local/duckdb-values.ts'

/** Values that only DuckDB's own SQL makes; the suite of all engines has the others. */
const VALUES: readonly (readonly [sql: string, value: unknown])[] = [
  ["'2026-11-22 10:00:00.123456'::TIMESTAMP", '2026-11-22T10:00:00.123456Z'],
  ["'1969-12-31 23:59:59.999999'::TIMESTAMP", '1969-12-31T23:59:59.999999Z'],
  ["'2026-11-22 10:00:00'::TIMESTAMP_S", '2026-11-22T10:00:00.000Z'],
  ["'2026-11-22 10:00:00.5'::TIMESTAMP_MS", '2026-11-22T10:00:00.500Z'],
  ["'2026-11-22 10:00:00.123456789'::TIMESTAMP_NS", '2026-11-22T10:00:00.123456Z'],
  ["'1969-12-31 23:59:59.999999999'::TIMESTAMP_NS", '1969-12-31T23:59:59.999999Z'],
  ["'2026-11-22 12:00:00+02'::TIMESTAMPTZ", '2026-11-22T10:00:00.000Z'],
  ["'infinity'::TIMESTAMP", 'infinity'],
  ["'-infinity'::TIMESTAMPTZ", '-infinity'],
  ["'10:00:00'::TIME", '10:00:00'],
  ['170141183460469231731687303715884105727::HUGEINT', '170141183460469231731687303715884105727'],
  ['255::UTINYINT', 255],
  ['18446744073709551615::UBIGINT', '18446744073709551615'],
  ["'inf'::FLOAT", 'Infinity'],
  ['array_value(1, 2, NULL)', [1, 2, null]],
  ["'a'::ENUM ('a', 'b')", 'a'],
  ["'4ac7a9e9-607c-4c8a-84f3-843f0191e3fd'::UUID", '4ac7a9e9-607c-4c8a-84f3-843f0191e3fd'],
  ["union_value(k := 'a')", 'a'],
  [
    "MAP {DATE '2026-11-22': [{'a': TIMESTAMP '2026-11-22 10:00:00'}]}",
    { '2026-11-22': [{ a: '2026-11-22T10:00:00.000Z' }] },
  ],
]

it.each(VALUES)('%s', async (sql, value) => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  const reader = await connection.runAndReadAll(`SELECT ${sql}`)
  expect(jsonValue(reader.value(0, 0))).toEqual(value)
  connection.closeSync()
  instance.closeSync()
})
