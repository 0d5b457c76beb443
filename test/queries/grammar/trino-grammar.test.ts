import { beforeAll, describe, expect, it } from 'vitest'
import { eventViews } from '../../../packages/lake/src/event-views.ts'
import { EMPTY_MANIFEST } from '../../../packages/lake/src/manifest.ts'
import { auditLogsView, auditLogVersionsView } from '../../../packages/lake/src/views.ts'
import { athenaDialect } from '../../../packages/queries/src/index.ts'
import { queryTexts } from '../../../packages/queries/src/saved/query-texts.ts'
import { trinoGrammar } from '../trino-grammar.ts'

let problemsOf: (sql: string) => string[]

beforeAll(async () => {
  problemsOf = await trinoGrammar()
})

describe("Trino's grammar accepts", () => {
  it.each(queryTexts)('the saved query %s', (_, text) => {
    // as it is but for its parameters: `:from` is no name in Trino, `"from"` is
    expect(problemsOf(text.replace(/:([a-z_]+)/g, '"$1"'))).toEqual([])
  })

  it.each([
    ['audit_logs', auditLogsView],
    ['audit_log_versions', auditLogVersionsView],
  ])('the view %s, as it is published', (name, view) => {
    const sealed = { ...EMPTY_MANIFEST, sealedThrough: '2026-11-22-09', openFrom: '2026-11-20' }
    for (const manifest of [EMPTY_MANIFEST, sealed]) {
      expect(problemsOf(`CREATE OR REPLACE VIEW ${name} AS\n${view(manifest)}`)).toEqual([])
    }
  })

  it.each(Object.entries(eventViews))('the view %s, as it is published', (name, view) => {
    expect(problemsOf(`CREATE OR REPLACE VIEW ${name} AS\n${view(athenaDialect)}`)).toEqual([])
  })

  it.each([
    "SELECT date_format(current_date - INTERVAL '30' DAY, '%Y-%m-%d')",
    'SELECT any_match(a, x -> x > 1) FROM t',
    'SELECT CAST(a AS row(b array(varchar), c map(varchar, bigint))) FROM t',
    'SELECT x, i FROM t CROSS JOIN UNNEST(sequence(1, cardinality(a))) WITH ORDINALITY AS u(x, i)',
    'SELECT count(*) FILTER (WHERE x > ?) FROM (VALUES 1, 2) AS t(x)',
    "SELECT TIMESTAMP '2026-11-22 10:00:00 +02:00' AT TIME ZONE 'Europe/Berlin'",
  ])('%s', sql => {
    expect(problemsOf(sql)).toEqual([])
  })
})

/** What DuckDB takes and Trino does not, and what neither does. */
const INVALID: readonly string[] = [
  'SELECT a::int FROM b',
  'SELECT [1, 2]',
  'SELECT a FROM b QUALIFY row_number() OVER () = 1',
  'SELECT * EXCLUDE (a) FROM b',
  'FROM b',
  'SELECT a FROM b LIMIT 1 OFFSET 1',
  "SELECT a FROM b WHERE c ILIKE 'x'",
  'SELECT list_filter(a, lambda x: x > 1) FROM b',
  'SELECT FROM b',
  'SELECT a FROM b WHERE',
  'SELECT a, FROM b',
  "SELECT 'a",
  'SELECT (a FROM b',
]

describe("Trino's grammar refuses", () => {
  it.each(INVALID)('%s', sql => {
    expect(problemsOf(sql)).not.toEqual([])
  })
})
