import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g

/**
 * Writes a JSON text in one normal way: members sorted by key, no blanks, strings escaped as JSON.stringify does.
 *
 * Numbers keep the digits they came with (RFC 8785 would turn 9007199254740993 into ...992 and make two events one).
 * It walks tokens with a stack of its own: depth has no limit.
 *
 * @param json a valid JSON text
 * @param without a key of the outermost object to leave out
 *
 * @example
 * canonicalJson('{ "b": 1.0, "a": "\\u0041" }') // '{"a":"A","b":1.0}'
 */
export function canonicalJson(json: string, without?: string): string {
  const open: { readonly isObject: boolean; readonly parts: string[]; keys: string[]; key: string | null }[] = []
  let result = ''
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      open.push({ isObject: token === '{', parts: [], keys: [], key: null })
      continue
    }
    if (token === ',' || token === ':') continue
    const around = open.at(-1)
    if (around?.isObject && around.key === null && token !== '}') {
      around.key = normalString(token)
      continue
    }
    let value = token[0] === '"' ? normalString(token) : token
    if (token === '}' || token === ']') {
      const { isObject, parts, keys } = open.pop()!
      const dropped = open.length === 0 && without !== undefined ? JSON.stringify(without) : null
      value = isObject ? `{${sortedMembers(keys, parts, dropped).join(',')}}` : `[${parts.join(',')}]`
    }
    const parent = open.at(-1)
    if (!parent) {
      result = value
      continue
    }
    parent.parts.push(value)
    if (parent.isObject) {
      parent.keys.push(parent.key!)
      parent.key = null
    }
  }
  return result
}

/** The identity of a record that has no `log_id`: `sha256:` and the hash of its canonical JSON without its `version`. */
export function contentId(json: string): string {
  return `sha256:${bytesToHex(sha256(new TextEncoder().encode(canonicalJson(json, 'version'))))}`
}

function normalString(token: string): string {
  return JSON.stringify(JSON.parse(token))
}

function sortedMembers(keys: readonly string[], values: readonly string[], dropped: string | null): string[] {
  return keys
    .map((key, i) => ({ key, i }))
    .filter(({ key }) => key !== dropped)
    .sort((a, b) => (a.key === b.key ? a.i - b.i : a.key < b.key ? -1 : 1))
    .map(({ key, i }) => `${key}:${values[i]}`)
}
