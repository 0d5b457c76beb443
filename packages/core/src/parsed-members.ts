import type { Members } from './members.ts'
import { recordShape } from './record-shape.ts'
import { Found, scan, skipBlanks } from './scan.ts'
import { compileShape } from './shape.ts'

const CLOSE_OBJECT = 0x7d
const COMMA = 0x2c

const slotByPointer = new Map(recordShape.pointers.map((pointer, slot) => [pointer, slot]))
const containers = new Set(recordShape.pointers.flatMap(pointer => ancestors(pointer)))
const nothing = compileShape([])
const skipped = new Found(nothing)

/**
 * The members of a record by JSON.parse: keys with escapes, repeated keys, whatever.
 *
 * This is the fallback for records the scanner does not vouch for, and what the scanner must always agree with.
 * Like JSON.parse, the last of repeated members counts.
 */
export class ParsedMembers implements Members {
  readonly unknown: string[] = []
  readonly unknownInPrincipal: string[] = []
  private readonly record: string
  private readonly values = new Map<number, string>()

  /** @param record the exact text of a valid JSON object */
  constructor(record: string) {
    this.record = record
    this.walk('', record)
  }

  has(slot: number): boolean {
    return this.values.has(slot)
  }

  json(slot: number): string | null {
    return this.values.get(slot) ?? null
  }

  string(slot: number): string | null {
    const json = this.values.get(slot)
    const value: unknown = json === undefined ? undefined : JSON.parse(json)
    return typeof value === 'string' ? value : null
  }

  whole(): string {
    return this.record
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
  const bytes = new TextEncoder().encode(object)
  const decoder = new TextDecoder()
  const slice = (start: number, end: number) => decoder.decode(bytes.subarray(start, end))
  const members: Member[] = []
  let at = skipBlanks(bytes, 1, bytes.length)
  while (bytes[at] !== CLOSE_OBJECT) {
    const keyEnd = scan(bytes, at, bytes.length, nothing, skipped)
    const colon = skipBlanks(bytes, keyEnd, bytes.length)
    const valueStart = skipBlanks(bytes, colon + 1, bytes.length)
    const valueEnd = scan(bytes, valueStart, bytes.length, nothing, skipped)
    members.push({ key: JSON.parse(slice(at, keyEnd)), value: slice(valueStart, valueEnd), text: slice(at, valueEnd) })
    at = skipBlanks(bytes, valueEnd, bytes.length)
    if (bytes[at] === COMMA) at = skipBlanks(bytes, at + 1, bytes.length)
  }
  return members
}

function ancestors(pointer: string): string[] {
  const keys = pointer.split('/').slice(1, -1)
  return keys.map((_, i) => `/${keys.slice(0, i + 1).join('/')}`)
}
