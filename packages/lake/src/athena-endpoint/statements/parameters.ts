import { type Token, tokensOf } from '@temporal-audit-lake/queries'
import { QueryError } from '../../engine.ts'

/**
 * Puts execution parameters where the `?` stand. Each is a piece of SQL, which must be one whole expression.
 *
 * @throws QueryError when there are more or fewer than the text has, or one of them is none
 *
 * @example
 * withParameters('SELECT * FROM t WHERE a = ?', ["'x'"]) // SELECT * FROM t WHERE a = ('x')
 */
export function withParameters(text: string, parameters: readonly string[]): string {
  const tokens = tokensOf(text)
  const wanted = tokens.filter(isPlace).length
  if (wanted !== parameters.length)
    throw new QueryError(`the text has ${wanted} parameters, ${parameters.length} values are given`)
  const values = parameters.map(expression)
  return tokens.map(token => (isPlace(token) ? values.shift()! : token.text)).join('')
}

function isPlace({ kind, text }: Token): boolean {
  return kind === 'symbol' && text === '?'
}

function expression(parameter: string): string {
  const text = `(${parameter})`
  const items = itemsOf(tokensOf(text).slice(1, -1))
  const isWhole = text.length > 2 && items?.length === 1 && tokensOf(text).at(-1)!.text === ')'
  if (!isWhole) throw new QueryError(`the parameter ${parameter} is no value: write one literal, such as 'text' or 12`)
  return text
}

/** What stands between commas; null where brackets do not belong together, or a statement ends. */
export function itemsOf(tokens: readonly Token[]): string[] | null {
  const items = ['']
  let depth = 0
  for (const { kind, text } of tokens) {
    if (kind === 'comment' || (kind === 'symbol' && text === ';')) return null
    if (kind === 'symbol' && '(['.includes(text)) depth += 1
    if (kind === 'symbol' && ')]'.includes(text)) depth -= 1
    if (depth < 0) return null
    if (kind === 'symbol' && text === ',' && depth === 0) items.push('')
    else items[items.length - 1] += text
  }
  return depth === 0 ? items.map(item => item.trim()) : null
}
