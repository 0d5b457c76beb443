import type { Value } from '../engine.ts'

/**
 * An array, map or row that Athena has written as text: `[a, b]`, `{a=1, b=2}`.
 *
 * Athena quotes nothing and does not say of what type the elements are. So they are texts here, and an element with a
 * comma or a bracket in it may be cut: who needs them exactly asks for `json_format(CAST(… AS json))`.
 */
export function collection(text: string, type: 'array' | 'map' | 'row'): Value {
  const parts = split(text.slice(1, -1))
  if (type === 'array') return parts.map(element)
  return Object.fromEntries(parts.map(part => keyAndValue(part)))
}

function keyAndValue(part: string): [string, Value] {
  const cut = part.indexOf('=')
  return cut < 0 ? [part, null] : [part.slice(0, cut), element(part.slice(cut + 1))]
}

function element(text: string): Value {
  if (text === 'null') return null
  if (text.startsWith('[') && text.endsWith(']')) return collection(text, 'array')
  if (text.startsWith('{') && text.endsWith('}')) return collection(text, 'map')
  return text
}

/** Cuts at the commas that stand in no inner brackets. */
function split(text: string): string[] {
  if (text === '') return []
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!
    if (character === '[' || character === '{') depth += 1
    else if (character === ']' || character === '}') depth -= 1
    else if (depth <= 0 && text.startsWith(', ', i)) {
      parts.push(text.slice(start, i))
      start = i + 2
    }
  }
  return [...parts, text.slice(start)]
}
