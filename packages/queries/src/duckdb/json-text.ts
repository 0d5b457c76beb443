import { javaDouble } from './java-double.ts'

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g

/** The tokens of a JSON text, or null when it is none. */
function jsonTokens(json: string): string[] | null {
  try {
    JSON.parse(json)
  } catch {
    return null
  }
  return json.match(TOKEN)!
}

/**
 * The tokens of the value that a path leads to, the first one where a name is repeated; null when there is none.
 *
 * @example
 * jsonAt('{"a": [1, {"b": 2.50}]}', ['a', '1']) // ['{', '"b"', ':', '2.50', '}']
 */
export function jsonAt(json: string, steps: readonly string[]): readonly string[] | null {
  const tokens = jsonTokens(json)
  if (!tokens) return null
  let start = 0
  for (const step of steps) {
    const next = tokens[start] === '{' ? memberAt(tokens, start, step) : elementAt(tokens, start, step)
    if (next === null) return null
    start = next
  }
  return tokens.slice(start, endOf(tokens, start))
}

function memberAt(tokens: readonly string[], object: number, name: string): number | null {
  for (let at = object + 1; tokens[at] !== '}'; at = afterComma(tokens, at + 2)) {
    if (JSON.parse(tokens[at]!) === name) return at + 2
  }
  return null
}

function elementAt(tokens: readonly string[], array: number, index: string): number | null {
  if (tokens[array] !== '[' || !/^\d+$/.test(index)) return null
  let left = Number(index)
  for (let at = array + 1; tokens[at] !== ']'; at = afterComma(tokens, at)) {
    if (left-- === 0) return at
  }
  return null
}

function afterComma(tokens: readonly string[], value: number): number {
  const end = endOf(tokens, value)
  return tokens[end] === ',' ? end + 1 : end
}

function endOf(tokens: readonly string[], start: number): number {
  let depth = 0
  for (let at = start; ; at++) {
    const token = tokens[at]
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    if (depth === 0) return at + 1
  }
}

/**
 * JSON as Trino prints it: no blanks, whole numbers with all digits, others as doubles.
 *
 * @example
 * jsonText(['[', '2.50', ',', '1e5', ']']) // '[2.5,100000.0]'
 */
export function jsonText(tokens: readonly string[]): string {
  return tokens.map(normalToken).join('')
}

function normalToken(token: string): string {
  if (token[0] === '"') return JSON.stringify(JSON.parse(token))
  if (!/^-?\d/.test(token)) return token
  if (/[.eE]/.test(token)) return javaDouble(Number(token))
  return token === '-0' ? '0' : token
}

/**
 * The same with the members of every object in the order of their names, the last one where a name is repeated; null
 * when it is no JSON.
 *
 * @example
 * sortedJson('{"b": 1, "a": {}}') // '{"a":{},"b":1}'
 */
export function sortedJson(json: string): string | null {
  const tokens = jsonTokens(json)
  if (!tokens) return null
  const open: { readonly isObject: boolean; readonly parts: string[] }[] = [{ isObject: false, parts: [] }]
  for (const token of tokens) {
    if (token === '{' || token === '[') open.push({ isObject: token === '{', parts: [] })
    else if (token === '}' || token === ']') {
      const { isObject, parts } = open.pop()!
      open.at(-1)!.parts.push(isObject ? `{${sortedMembers(parts)}}` : `[${parts.join(',')}]`)
    } else if (token !== ',' && token !== ':') open.at(-1)!.parts.push(normalToken(token))
  }
  return open[0]!.parts[0]!
}

/** @param parts names and values by turns */
function sortedMembers(parts: readonly string[]): string {
  const members = new Map<string, string>()
  for (let i = 0; i < parts.length; i += 2) members.set(parts[i]!, parts[i + 1]!)
  const sorted = [...members].sort(([a], [b]) => (JSON.parse(a) < JSON.parse(b) ? -1 : 1))
  return sorted.map(([name, value]) => `${name}:${value}`).join(',')
}
