import { type Token, tokensOf } from '../../../packages/queries/src/duckdb/tokens.ts'

/** A rule of the SQL that both engines answer alike: what is wrong with a statement, and the statement that shows it. */
export interface SharedSqlRule {
  readonly name: string
  /** A statement that breaks this rule and no other. */
  readonly offender: string
  isBroken(sql: SharedSql): boolean
}

/** A statement without its comments: its tokens, and the same as text with one blank between them, in lower case. */
export interface SharedSql {
  readonly tokens: readonly Token[]
  readonly text: string
}

function sharedSql(sql: string): SharedSql {
  const tokens = tokensOf(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment')
  return {
    tokens,
    text: tokens
      .map(({ kind, text }) => (kind === 'string' || kind === 'quoted' ? text : text.toLowerCase()))
      .join(' '),
  }
}

/** A rule that a pattern over the text can tell. */
function never(name: string, pattern: RegExp, offender: string): SharedSqlRule {
  return { name, offender, isBroken: ({ text }) => pattern.test(text) }
}

export const SHARED_SQL_RULES: readonly SharedSqlRule[] = [
  never(
    'no varchar of a length: a longer text is cut in one engine, and a time refused by the other',
    /\bvarchar \(/,
    'SELECT CAST(log_id AS varchar(3)) FROM receipts ORDER BY 1',
  ),
  never(
    'no day as text by way of a cast: a date is a time in DuckDB once days are taken from it, so the text has an hour',
    /\bcast \( current_date [-+].* as varchar/,
    "SELECT batch_id FROM receipts WHERE batch_id > CAST(current_date - INTERVAL '1' DAY AS varchar) ORDER BY batch_id",
  ),
  {
    name: 'no decimal literal: its quotient is rounded to its digits in Trino',
    offender: 'SELECT 100.0 * records / bytes FROM receipts ORDER BY batch_id',
    isBroken: ({ tokens }) => tokens.some(({ kind, text }) => kind === 'number' && /^\d*\.\d*$/.test(text)),
  },
  never(
    'no concat: NULL makes NULL in Trino, and is passed over in DuckDB',
    /\bconcat \(/,
    'SELECT concat(source, shard_id) FROM receipts ORDER BY batch_id',
  ),
  never(
    'no FILTER on an aggregate that DuckDB has by a macro',
    /\b(?:approx_percentile|map_agg) \((?:(?! from ).)*\) filter \(/,
    'SELECT map_agg(batch_id, bytes) FILTER (WHERE bytes > 0) FROM receipts ORDER BY 1',
  ),
  never(
    'no listagg: array_join(array_agg(DISTINCT x ORDER BY x), ...) is known to both',
    /\blistagg \(/,
    "SELECT listagg(batch_id, ',') WITHIN GROUP (ORDER BY batch_id) FROM receipts ORDER BY 1",
  ),
  never(
    'no IGNORE NULLS in a window',
    /\bignore nulls\b/,
    'SELECT lag(bytes) IGNORE NULLS OVER (ORDER BY batch_id) FROM receipts ORDER BY batch_id',
  ),
  never(
    'no MATCH_RECOGNIZE',
    /\bmatch_recognize\b/,
    'SELECT a FROM receipts MATCH_RECOGNIZE (PATTERN (A) DEFINE A AS true) ORDER BY batch_id',
  ),
  never('no backquotes', /`/, 'SELECT `batch_id` FROM receipts ORDER BY batch_id'),
  never(
    'no UNNEST of two arrays',
    /\bunnest \( [a-z_.]+ ,/,
    'SELECT x FROM receipts CROSS JOIN UNNEST(a, b) AS t(x, y) ORDER BY batch_id',
  ),
  never(
    'no look-around and no back-reference in a regular expression: RE2 has none',
    /\bregexp_\w+ \( [^']*'[^']*(?:\(\?[=!<](?!\w+>)|\\[1-9])/,
    "SELECT batch_id FROM receipts WHERE regexp_like(source, 'a(?=b)') ORDER BY batch_id",
  ),
  {
    name: 'says event_date for every time it reads events: nothing else prunes days',
    offender: 'SELECT log_id FROM audit_logs WHERE emit_time > current_timestamp ORDER BY log_id',
    isBroken: ({ text }) => count(text, EVENTS) > count(text, /\bevent_date (?:between|[<>=])/g),
  },
  {
    name: 'has an order: else no two answers can be compared',
    offender: 'SELECT batch_id FROM receipts',
    // a total without groups has one row
    isBroken: ({ text }) =>
      !/\border by (?:(?! \) ).)*$/.test(text) && (/\bgroup by\b/.test(text) || !/\bcount \(/.test(text)),
  },
]

const EVENTS =
  /\b(?:from|join) (?:audit_logs|audit_log_versions|events_flat|event_targets|access_changes|known_names|api_key_events)\b/g

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}

/** The names of the rules that a statement breaks. */
export function brokenRules(sql: string): string[] {
  const statement = sharedSql(sql)
  return SHARED_SQL_RULES.filter(rule => rule.isBroken(statement)).map(({ name }) => name)
}
