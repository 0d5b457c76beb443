import { CALLS } from './calls.ts'
import { type Token, tokensOf } from './tokens.ts'
import {
  argumentsOf,
  call,
  isParenthesised,
  isSymbol,
  isWord,
  type Node,
  nodeBefore,
  placeAfter,
  sql,
  textOf,
  treeOf,
} from './tree.ts'

/**
 * Athena's SQL as DuckDB takes it: what macros cannot do is rewritten, token by token.
 *
 * It changes no string, no quoted name and no comment, and it leaves alone what it does not know: whether that is SQL is
 * for DuckDB to say, in words that the author sees.
 *
 * @example
 * toDuckDB("SELECT CAST(x AS array(varchar)) FROM t") // SELECT CAST(x AS varchar[]) FROM t
 */
export function toDuckDB(text: string): string {
  const tree = treeOf(tokensOf(text))
  return tree ? textOf(rewritten(tree)) : text
}

/** What stands in brackets is rewritten first, and only once. */
function rewritten(given: readonly Node[]): Node[] {
  const nodes = given.map(inside)
  const result: Node[] = []
  for (let at = 0; at < nodes.length; ) {
    const next = nodes[at]!.kind === 'word' ? placeAfter(nodes, at) : -1
    const made = next < 0 ? null : rewrittenPair(nodes, at, next)
    // what stands between the two goes before them: a comment keeps its place among strings and comments
    if (made) result.push(...nodes.slice(at + 1, next), ...made)
    else result.push(nodes[at]!)
    at = made ? next + 1 : at + 1
  }
  return result
}

function inside(node: Node): Node {
  if (node.kind !== 'group') return node
  const nodes = rewritten(node.nodes)
  return { ...node, nodes: node.close === '' ? nodes : valueRows(nodes) }
}

/** `VALUES 1, 2` for DuckDB: every row has its parentheses. */
function valueRows(nodes: readonly Node[]): readonly Node[] {
  const at = placeAfter(nodes, -1)
  if (!isWord(nodes[at], 'values')) return nodes
  const rows = argumentsOf(nodes.slice(at + 1)).map(row =>
    isParenthesised(row[placeAfter(row, -1)]) ? row : call('', ...row),
  )
  return [...nodes.slice(0, at + 1), sql(' '), ...rows.flatMap((row, i) => (i === 0 ? row : [sql(', '), ...row]))]
}

/** A word and what follows it, where the two of them are something else for DuckDB. */
function rewrittenPair(nodes: readonly Node[], at: number, next: number): Node[] | null {
  const word = nodes[at] as Token
  const after = nodes[next]!
  if (isSymbol(nodeBefore(nodes, at), '.')) return null
  if (after.kind === 'string') return literalFor(word.text, after, next === at + 1)
  if (!isParenthesised(after) || after.close === '' || isDefinition(nodes, at, next)) return null
  return CALLS.get(word.text.toLowerCase())?.(after.nodes, word.text) ?? null
}

/** `TIMESTAMP '2026-11-22 10:00:00 +02:00'` knows its zone, `X'1F'` is binary. */
function literalFor(word: string, literal: Token, isAdjacent: boolean): Node[] | null {
  if (/^timestamp$/i.test(word) && WITH_ZONE.test(literal.text)) return call('zoned_timestamp', literal)
  return /^x$/i.test(word) && isAdjacent && BINARY.test(literal.text) ? call('unhex', literal) : null
}

const WITH_ZONE = /^'[^']*(?:[+-]\d\d:\d\d|[a-z])'$/i
const BINARY = /^'[0-9a-f]*'$/i

/** Whether it is no call but the name of a relation with its columns: `WITH transform(x) AS (...)`, `t AS concat(x)`. */
function isDefinition(nodes: readonly Node[], at: number, parentheses: number): boolean {
  if (isWord(nodeBefore(nodes, at), 'as')) return true
  const as = placeAfter(nodes, parentheses)
  return isWord(nodes[as], 'as') && isParenthesised(nodes[placeAfter(nodes, as)])
}
