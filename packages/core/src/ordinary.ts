import type { ClientIp } from './client-ip.ts'
import type { ScannedObject } from './decode.ts'
import { plainMillis, utcDay } from './emit-time.ts'
import { leafCell, leafPlaces } from './leaf.ts'
import { operationParts } from './operation.ts'
import { recordForm } from './record-form.ts'
import { slotsOf } from './record-shape.ts'
import type { Rows } from './rows.ts'
import { type ColumnType, columnAt, columns, type FixedColumnName, pointersOf } from './table.ts'

/** Where a slot's value goes, and what it must be for its record to be ordinary. */
interface Place {
  readonly kind: 'text' | 'emit_time' | 'version' | 'details' | 'leaf'
  readonly column: number
  readonly type: ColumnType
}

const TEXTS: readonly FixedColumnName[] = [
  'log_id',
  'operation',
  'status',
  'level',
  'category',
  'principal_type',
  'principal_id',
  'principal_name',
  'principal_api_key_id',
  'user_email',
  'x_forwarded_for',
  'async_operation_id',
]
const ACTOR_FROM = [columnAt.principal_name, columnAt.user_email, columnAt.principal_id]

const NEEDED = [columnAt.log_id, columnAt.operation, columnAt.emit_time]

/** By slot; undefined for what makes a record unusual by being there. */
const PLACES: readonly (Place | undefined)[] = (() => {
  const places: Place[] = []
  const put = (kind: Place['kind'], name: FixedColumnName) => {
    for (const slot of slotsOf(pointersOf(name))) places[slot] = { kind, column: columnAt[name], type: 'string' }
  }
  for (const name of TEXTS) put('text', name)
  put('emit_time', 'emit_time')
  put('version', 'version')
  put('details', 'details')
  put('leaf', 'namespace')
  leafPlaces.forEach((place, slot) => {
    if (place) places[slot] = { kind: 'leaf', column: place.column, type: place.type }
  })
  return places
})()

const QUOTE = 0x22
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

/** By column: the slot that fills it in the record at hand. */
const slotOf = new Int32Array(columns.length)
const NO_SLOT = -1

/**
 * Flattens an ordinary record to one more row, straight from the spans the scanner found: no strings, no objects.
 *
 * Ordinary means that every known fact is there at most once, of its documented type, not empty, and that `log_id`,
 * `operation` and `emit_time` are there. That is nearly all records. Members nobody knows are ordinary too.
 * The row is the one that `flattenRecord` makes of the same record.
 *
 * @returns false, without a trace in `rows`, when the record is not ordinary
 */
export function flattenOrdinary(object: ScannedObject, clientIp: ClientIp, rows: Rows): boolean {
  const { bytes, text, found } = object
  const { present, spans } = found
  if (!isOrdinary(object)) return false
  const emitTime = plainMillis(
    bytes,
    spans[slotOf[columnAt.emit_time]! * 2]!,
    spans[slotOf[columnAt.emit_time]! * 2 + 1]!,
  )
  if (emitTime === null) return false
  const textIn = (column: number) => {
    const slot = slotOf[column]!
    const literal = text.slice(spans[slot * 2]!, spans[slot * 2 + 1]!)
    return found.escaped[slot] === 1 ? (JSON.parse(literal) as string) : literal.slice(1, -1)
  }

  for (const slot of present) {
    const { kind, column, type } = PLACES[slot]!
    const start = spans[slot * 2]!
    const end = spans[slot * 2 + 1]!
    if (kind === 'text') setText(object, slot, column, rows)
    else if (kind === 'version') rows.setNumber(column, plainInt(bytes, start, end))
    else if (kind === 'details') rows.setBytes(column, bytes, start, end)
    else if (kind === 'leaf') setLeaf(object, slot, column, type, rows)
  }

  if (slotOf[columnAt.version] === NO_SLOT) rows.setNumber(columnAt.version, 0)
  const actor = ACTOR_FROM.find(column => slotOf[column] !== NO_SLOT)
  if (actor !== undefined) setText(object, slotOf[actor]!, columnAt.actor, rows)
  const parts = operationParts(textIn(columnAt.operation))
  rows.setText(columnAt.operation_name, parts.name)
  rows.setText(columnAt.verb, parts.verb)
  rows.setText(columnAt.resource_type, parts.resourceType)
  rows.setNumber(columnAt.emit_time, emitTime)
  rows.setText(columnAt.event_date, utcDay(emitTime))
  if (slotOf[columnAt.x_forwarded_for] !== NO_SLOT)
    rows.setText(columnAt.client_ip, clientIp(textIn(columnAt.x_forwarded_for)))
  rows.setText(columnAt.record_form, recordForm(present))
  rows.setText(columnAt.extra, unknownMembers(object))
  return true
}

/** Fills `slotOf` on the way. */
function isOrdinary({ bytes, text, found }: ScannedObject): boolean {
  if (!found.vouched) return false
  slotOf.fill(NO_SLOT)
  for (const slot of found.present) {
    const place = PLACES[slot]
    if (!place || slotOf[place.column] !== NO_SLOT) return false
    slotOf[place.column] = slot
    const start = found.spans[slot * 2]!
    const end = found.spans[slot * 2 + 1]!
    switch (place.kind) {
      case 'text':
        if (bytes[start] !== QUOTE || end - start === 2) return false
        if (found.escaped[slot] === 1 && !(JSON.parse(text.slice(start, end)) as string).isWellFormed()) return false
        break
      case 'details':
        if (bytes[start] !== OPEN_OBJECT) return false
        break
      case 'version':
        if (plainInt(bytes, start, end) === null) return false
        break
    }
  }
  return NEEDED.every(column => slotOf[column] !== NO_SLOT)
}

/** Sets a text that is not empty. */
function setText({ bytes, text, found }: ScannedObject, slot: number, column: number, rows: Rows): void {
  const start = found.spans[slot * 2]!
  const end = found.spans[slot * 2 + 1]!
  if (found.escaped[slot] === 1) rows.setText(column, JSON.parse(text.slice(start, end)))
  else rows.setBytes(column, bytes, start + 1, end - 1)
}

/** What `leafCell` says, without a string where that can be. */
function setLeaf(object: ScannedObject, slot: number, column: number, type: ColumnType, rows: Rows): void {
  const { bytes, text, found } = object
  const start = found.spans[slot * 2]!
  const end = found.spans[slot * 2 + 1]!
  const isPlain = found.escaped[slot] === 0
  if (type === 'string' && bytes[start] === QUOTE && isPlain) {
    if (end - start > 2) rows.setBytes(column, bytes, start + 1, end - 1)
  } else if (type === 'string' && bytes[start] === OPEN_OBJECT) {
    rows.setBytes(column, bytes, start, end)
  } else if (type !== 'list' || bytes[start] !== OPEN_ARRAY || !rows.setJsonList(column, bytes, start, end)) {
    rows.setCell(column, leafCell(type, text.slice(start, end)))
  }
}

/** A whole number of up to 9 digits in its plain form, or null. */
function plainInt(bytes: Uint8Array, start: number, end: number): number | null {
  if (end - start > 9 || (bytes[start] === 0x30 && end - start > 1)) return null
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - 0x30
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
  }
  return value
}

function unknownMembers({ text, found: { unknown } }: ScannedObject): string | null {
  if (unknown.length === 0) return null
  const members: string[] = []
  for (let i = 0; i < unknown.length; i += 2) members.push(text.slice(unknown[i]!, unknown[i + 1]!))
  return `{${members.join(',')}}`
}
