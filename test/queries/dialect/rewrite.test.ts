import { describe, expect, it } from 'vitest'
import { toDuckDB } from '../../../packages/queries/src/duckdb/to-duckdb.ts'

/** What Athena's SQL becomes for DuckDB. */
const REWRITTEN: readonly (readonly [trino: string, duckdb: string])[] = [
  ['CAST(x AS array(varchar))', 'CAST(x AS varchar[])'],
  ['CAST(x AS ARRAY(ARRAY(bigint)))', 'CAST(x AS bigint[][])'],
  ['CAST(x AS map(varchar, array(double)))', 'CAST(x AS map(varchar, double[]))'],
  ['CAST(x AS row(a bigint, "b c" array(varchar)))', 'CAST(x AS STRUCT(a bigint, "b c" varchar[]))'],
  ['CAST(x AS array(row(a map(varchar, varchar))))', 'CAST(x AS STRUCT(a map(varchar, varchar))[])'],
  ['CAST(x AS varbinary)', 'CAST(x AS BLOB)'],
  ['CAST(x AS decimal(10, 2))', 'CAST(x AS decimal(10, 2))'],
  ['CAST(x AS timestamp(3))', 'CAST(x AS timestamp(3))'],
  ['CAST(x AS timestamp(3) with time zone)', 'zoned_timestamp(x)'],
  ['CAST(x AS varchar)', 'varchar_of(x)'],
  ['CAST(x AS varchar(3))', 'left(varchar_of(x), 3)'],
  ['TRY_CAST(x AS varchar)', 'TRY(varchar_of(x))'],
  ['TRY_CAST(x AS bigint)', 'TRY_CAST(whole_number_of(x) AS bigint)'],
  ['CAST(x AS json)', 'to_json(x)'],
  ['CAST(CAST(x AS array(varchar)) AS json)', 'to_json(CAST(x AS varchar[]))'],
  ['CAST(? AS varchar)', 'CAST(? AS varchar)'],
  ['CAST(? AS timestamp(3) with time zone)', 'CAST(? AS timestamp with time zone)'],
  ['transform(x, e -> e + 1)', 'list_transform(x, e -> e + 1)'],
  ['filter(x, e -> e > 1)', 'filter(x, e -> e > 1)'],
  ['any_match(x, e -> e > 1)', 'any_match(list_transform(x, e -> e > 1))'],
  ['concat(a, b, c)', '((a) || (b) || (c))'],
  ['if(a, b)', 'if(a, b, NULL)'],
  ['if(a, b, c)', 'if(a, b, c)'],
  ['arbitrary(x)', 'any_value(x)'],
  ['approx_distinct(x) FILTER (WHERE y)', 'count(DISTINCT x) FILTER (WHERE y)'],
  ['approx_percentile(x, 5e-1)', 'quantile_disc(x, least((5e-1) + 1e-9, 1))'],
  ['EXTRACT(DOW FROM x)', 'EXTRACT(isodow FROM x)'],
  ['EXTRACT(HOUR FROM x)', 'EXTRACT(HOUR FROM x)'],
  ["TIMESTAMP '2026-11-22 10:00:00 +02:00'", " zoned_timestamp('2026-11-22 10:00:00 +02:00')"],
  ["TIMESTAMP '2026-11-22 10:00:00 UTC'", " zoned_timestamp('2026-11-22 10:00:00 UTC')"],
  ["TIMESTAMP '2026-11-22 10:00:00'", "TIMESTAMP '2026-11-22 10:00:00'"],
  ["X'1F'", "unhex('1F')"],
  ['(VALUES 1, (2), f(3))', '(VALUES (1), (2), (f(3)))'],
  ["(VALUES ('a', 1), ('b', 2))", "(VALUES ('a', 1), ('b', 2))"],
]

/** What has the looks of something to rewrite, and is not. */
const LEFT_ALONE: readonly string[] = [
  "'CAST(x AS array(varchar))'",
  "'it''s concat(a, b)'",
  '"concat"(a, b)',
  '"a""concat(a, b)"',
  '-- concat(a, b)\n1',
  '/* concat(a, b) */ 1',
  "E'it\\'s concat(a, b)'",
  '$$ concat(a, b) $$',
  '$x$ concat(a, b) $$ concat(a, b) $x$',
  't.concat(a, b)',
  'WITH concat(a, b) AS (SELECT 1, 2) SELECT a FROM concat',
  'SELECT a FROM t AS concat(a, b)',
  'concat',
  'CAST(x)',
  'concat(a, b',
  'SELECT 1)) + concat',
  "concat('unfinished, b)",
]

describe('toDuckDB', () => {
  it.each(REWRITTEN)('makes of %s %s', (trino, duckdb) => {
    expect(toDuckDB(trino)).toBe(duckdb)
  })

  it.each(LEFT_ALONE)('leaves alone %s', sql => {
    expect(toDuckDB(sql)).toBe(sql)
  })

  it('keeps a comment between a name and its parentheses', () => {
    expect(toDuckDB('concat /* both */ (a, /* and */ b -- c\n)')).toBe(' /* both */ ((a) || (/* and */ b -- c\n))')
  })

  it('rewrites what is nested, once each', () => {
    expect(toDuckDB('if(a, b, if(c, d, concat(e, CAST(f AS varchar))))')).toBe(
      'if(a, b, if(c, d, ((e) || (varchar_of(f)))))',
    )
    const nested = (depth: number) => `${'if(a, b, '.repeat(depth)}concat(a, b)${')'.repeat(depth)}`
    expect(toDuckDB(nested(500))).toBe(nested(500).replace('concat(a, b)', '((a) || (b))'))
  })

  it('leaves to DuckDB what is nested deeper than it goes', () => {
    const deep = `${'concat(a, '.repeat(20_000)}b${')'.repeat(20_000)}`
    expect(toDuckDB(deep)).toBe(deep)
  })
})
