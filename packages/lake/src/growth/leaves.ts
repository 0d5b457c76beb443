import { pointerOf } from './json-pointer.ts'

const DEEPEST = 16
/** A leaf with a longer JSON Pointer is not noted. */
const LONGEST = 255

/**
 * The leaves in the shape of some JSON: whatever is no object, by JSON Pointer, and the type of its value. A list is one
 * leaf, whatever is in it.
 *
 * @param shape JSON with the types of scalars in place of their values, as DuckDB's `json_structure` has it
 * @param isKnown says of a JSON Pointer whether to pass over what is there
 * @param deepest how deep to look into objects; an object that is deeper is a leaf
 *
 * @example
 * leavesOf('{"spec":{"tier":"VARCHAR","tags":["VARCHAR"]}}') // [['/spec/tier', 'text'], ['/spec/tags', 'list']]
 */
export function leavesOf(
  shape: string,
  isKnown: (pointer: string) => boolean = () => false,
  deepest = DEEPEST,
): [pointer: string, type: string][] {
  const found: [string, string][] = []
  look(JSON.parse(shape), [])
  return found

  function look(at: unknown, tokens: readonly string[]): void {
    const pointer = pointerOf(tokens)
    if (pointer.length > LONGEST || isKnown(pointer)) return
    if (!isObject(at) || tokens.length === deepest) {
      if (tokens.length > 0) found.push([pointer, typeOf(at)])
    } else for (const [name, inner] of Object.entries(at)) look(inner, [...tokens, name])
  }
}

const TYPES: Readonly<Record<string, string>> = { VARCHAR: 'text', BOOLEAN: 'boolean', NULL: 'null', JSON: 'mixed' }

function typeOf(at: unknown): string {
  if (Array.isArray(at)) return 'list'
  if (typeof at === 'string') return TYPES[at] ?? 'number'
  return 'object'
}

function isObject(at: unknown): at is Readonly<Record<string, unknown>> {
  return typeof at === 'object' && at !== null && !Array.isArray(at)
}
