/** A piece of SQL text; all pieces put together are the text. */
export interface Token {
  readonly kind: 'space' | 'comment' | 'string' | 'quoted' | 'number' | 'word' | 'symbol'
  readonly text: string
}

/** One alternative for each kind, in the order of trial; every character belongs to one, so nothing is ever left over. */
const KINDS = {
  space: String.raw`\s+`,
  comment: String.raw`--[^\n]*|/\*[^]*?(?:\*/|$)`,
  // 'it''s'; of DuckDB's own: E'it\'s', $$it's$$
  string: String.raw`[eE]'(?:[^'\\]|''|\\[^])*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$(\w*)\$[^]*?(?:\$\k<tag>\$|$)`,
  quoted: String.raw`"(?:[^"]|"")*(?:"|$)`,
  number: String.raw`(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`,
  word: String.raw`[\p{L}_][\p{L}\p{N}_]*`,
  symbol: String.raw`->|::|\|\||<>|<=|>=|!=|=>|[^]`,
} as const

const TOKEN = new RegExp(
  Object.entries(KINDS)
    .map(([kind, pattern]) => `(?<${kind}>${pattern.replace('(\\w*)', '(?<tag>\\w*)')})`)
    .join('|'),
  'gu',
)

/**
 * Cuts SQL into tokens, whatever is in it: a string or comment that is never closed ends with the text.
 *
 * @example
 * tokens("a = 'b'") // word a, space, symbol =, space, string 'b'
 */
export function tokens(sql: string): Token[] {
  return Array.from(sql.matchAll(TOKEN), ({ 0: text, groups }) => ({ kind: kindOf(groups!), text }))
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Token['kind'] {
  return (Object.keys(KINDS) as Token['kind'][]).find(kind => groups[kind] !== undefined)!
}
