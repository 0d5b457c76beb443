import { tokensOf } from '../duckdb/tokens.ts'

/** A piece of SQL: text as it is, or the name of a parameter that stands there. */
export type Piece = { readonly text: string } | { readonly parameter: string }

/**
 * Takes SQL apart at its named parameters.
 *
 * @throws Error for `::` (Athena has no such cast) and `?` (a parameter has a name here)
 *
 * @example
 * pieces("SELECT ':a' WHERE b = :c") // [{ text: "SELECT ':a' WHERE b = " }, { parameter: 'c' }]
 */
export function pieces(sql: string): Piece[] {
  const found: Piece[] = []
  let text = ''
  let isParameter = false
  for (const token of tokensOf(sql)) {
    if (token.text === '::') throw new Error('`::` is a cast that Athena does not have: write CAST(... AS ...)')
    if (token.text === '?') throw new Error('`?` has no name: write a parameter as `:name`')
    if (isParameter) {
      if (token.kind !== 'word') throw new Error(`\`:\` has no name after it, but \`${token.text}\``)
      found.push({ text }, { parameter: token.text })
      text = ''
    } else if (token.text !== ':') text += token.text
    isParameter = !isParameter && token.text === ':'
  }
  return [...found, { text }]
}
