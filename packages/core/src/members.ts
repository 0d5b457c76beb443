import { recordShape } from './record-shape.ts'

const slotByPointer = new Map(recordShape.pointers.map((pointer, slot) => [pointer, slot]))
const containers = new Set(recordShape.pointers.flatMap(pointer => ancestors(pointer)))

/**
 * The members of a record by JSON.parse: keys with escapes, repeated keys, whatever.
 *
 * This is how a record is read that the scanner does not vouch for, and what the scanner must always agree with.
 * Like JSON.parse, the last of repeated members counts.
 */
export class Members {
  /** The exact texts `"key":value` of members the shape does not know, and of all but the last of repeated ones. */
  readonly unknown: string[] = []
  /** The same within `principal`. */
  readonly unknownInPrincipal: string[] = []
  /** The exact text of the whole record. */
  readonly record: string
  private readonly values = new Map<number, string>()

  /** @param record the exact text of a valid JSON object */
  constructor(record: string) {
    this.record = record
    this.walk('', record)
  }

  /** The slots of the members that are there. */
  get present(): readonly number[] {
    return [...this.values.keys()]
  }

  /** Whether the member is there, be it null. */
  has(slot: number): boolean {
    return this.values.has(slot)
  }

  /** The exact JSON text of the member's value, or null when it is not there. */
  json(slot: number): string | null {
    return this.values.get(slot) ?? null
  }

  /** The value of the member when it is a JSON string, else null. */
  string(slot: number): string | null {
    const json = this.values.get(slot)
    return json?.startsWith('"') ? stringValue(json) : null
  }

  private walk(pointer: string, object: string): void {
    const members = membersOf(object)
    const last = new Map(members.map((member, i) => [member.key, i]))
    members.forEach((member, i) => {
      const below = `${pointer}/${member.key.replaceAll('~', '~0').replaceAll('/', '~1')}`
      if (last.get(member.key) === i && this.take(below, member.value)) return
      if (pointer === '') this.unknown.push(member.text)
      if (pointer === '/principal') this.unknownInPrincipal.push(member.text)
    })
  }

  /** Takes a value where the shape has a place for it. */
  private take(pointer: string, value: string): boolean {
    const slot = slotByPointer.get(pointer)
    if (slot !== undefined) this.values.set(slot, value)
    if (!containers.has(pointer)) return slot !== undefined
    const object = slot === undefined ? value : unquotedObject(value)
    if (object?.startsWith('{')) this.walk(pointer, object)
    return slot !== undefined || value.startsWith('{')
  }
}

/** `raw_details` was a JSON text within a string in Temporal's early drafts: `"{\"a\":1}"` is `{"a":1}`. */
export function unquotedObject(json: string): string | null {
  if (!json.startsWith('"')) return json
  const inner = (JSON.parse(json) as string).trim()
  if (!inner.startsWith('{') || !inner.isWellFormed()) return null
  try {
    JSON.parse(inner)
    return inner
  } catch {
    return null
  }
}

interface Member {
  readonly key: string
  readonly value: string
  /** `"key":value` as received. */
  readonly text: string
}

/** The members of a valid JSON object, in order, with the exact text of each. */
function membersOf(object: string): Member[] {
  const members: Member[] = []
  let at = blanksEnd(object, 1)
  while (object[at] !== '}') {
    const keyEnd = valueEnd(object, at)
    const valueStart = blanksEnd(object, blanksEnd(object, keyEnd) + 1)
    const end = valueEnd(object, valueStart)
    members.push({
      key: stringValue(object.slice(at, keyEnd)),
      value: object.slice(valueStart, end),
      text: object.slice(at, end),
    })
    at = blanksEnd(object, end)
    if (object[at] === ',') at = blanksEnd(object, at + 1)
  }
  return members
}

/** Where a value of a valid JSON text ends. */
function valueEnd(json: string, start: number): number {
  let depth = 0
  let at = start
  do {
    const character = json[at]!
    if (character === '"') at = stringEnd(json, at)
    else {
      if (character === '{' || character === '[') depth++
      if (character === '}' || character === ']') depth--
      at++
    }
  } while (depth > 0)
  if (json[start] === '"' || json[start] === '{' || json[start] === '[') return at
  while (at < json.length && !',}] \t\r\n'.includes(json[at]!)) at++
  return at
}

/** Where a string of a valid JSON text ends, its quotes included. */
function stringEnd(json: string, start: number): number {
  let at = json.indexOf('"', start + 1)
  while (isEscaped(json, at)) at = json.indexOf('"', at + 1)
  return at + 1
}

function isEscaped(json: string, at: number): boolean {
  let backslashes = 0
  while (json[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}

function blanksEnd(json: string, at: number): number {
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at++
  return at
}

function stringValue(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1)
}

function ancestors(pointer: string): string[] {
  const keys = pointer.split('/').slice(1, -1)
  return keys.map((_, i) => `/${keys.slice(0, i + 1).join('/')}`)
}
