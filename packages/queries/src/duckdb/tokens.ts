/** A piece of SQL text; the pieces put together are the text. */
export interface Token {
  readonly kind: 'space' | 'comment' | 'string' | 'quoted' | 'number' | 'word' | 'symbol'
  readonly text: string
}

/** What begins with each alternative goes on to its end, or to the end of the text; `symbol` is what is left. */
const TOKEN = new RegExp(
  [
    '(?<space>\\s+)',
    '(?<comment>--[^\\n]*|/\\*.*?(?:\\*/|$))',
    // 'it''s', and DuckDB's own E'it\'s' and $tag$it's$tag$
    "(?<string>[eE]'(?:''|\\\\.|[^'\\\\])*(?:'|$)|'(?:''|[^'])*(?:'|$)|\\$(?<tag>\\w*)\\$.*?(?:\\$\\k<tag>\\$|$))",
    '(?<quoted>"(?:""|[^"])*(?:"|$))',
    '(?<number>(?:\\d[\\d_]*(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?)',
    '(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)',
    '(?<symbol>->|::|\\|\\||.)',
  ].join('|'),
  'gsu',
)

const KINDS = ['space', 'comment', 'string', 'quoted', 'number', 'word', 'symbol'] as const

/**
 * Cuts SQL into tokens, whatever it is.
 *
 * @example
 * tokensOf("a = 'b'") // word a, space, symbol =, space, string 'b'
 */
export function tokensOf(sql: string): Token[] {
  return Array.from(sql.matchAll(TOKEN), ({ 0: text, groups }) => ({
    kind: KINDS.find(kind => groups![kind] !== undefined)!,
    text,
  }))
}
