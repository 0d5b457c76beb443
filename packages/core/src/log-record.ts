import { contentId } from './canonical-json.ts'
import { type EmitTime, parseTimestamp, parseTimestampObject } from './emit-time.ts'
import { int32, leafCell, leafPlaces } from './leaf.ts'
import { type Members, unquotedObject } from './members.ts'
import { type RecordForm, recordForm } from './record-form.ts'
import { slotsOf } from './record-shape.ts'
import { type Cell, pointersOf } from './table.ts'

/**
 * Temporal's record, whichever form it came in: what its members say, under their newest names.
 *
 * A text is null when the member is absent, empty (proto3 has no difference) or not a string.
 */
export interface LogRecord {
  readonly record_form: RecordForm
  readonly log_id: string
  readonly version: number
  /** Milliseconds since the epoch. */
  readonly emit_time: number
  readonly operation: string
  readonly status: string | null
  readonly level: string | null
  readonly category: string | null
  readonly principal: Readonly<Record<'type' | 'id' | 'name' | 'api_key_id', string | null>>
  readonly user_email: string | null
  readonly x_forwarded_for: string | null
  readonly async_operation_id: string | null
  readonly namespace: string | null
  /** The exact JSON text of `raw_details`, else of `details`. */
  readonly details: string | null
  /** The leaves of the details that have a column. */
  readonly leaves: readonly Leaf[]
  /** JSON object of every member that nothing above holds exactly, or null. */
  readonly extra: string | null
}

/** A leaf of the details, and the column it fills. */
export interface Leaf {
  readonly column: number
  readonly cell: Exclude<Cell, null>
}

/** Why a JSON object is not a log record. */
export interface Unreadable {
  readonly reason: 'operation_missing' | 'operation_invalid' | 'emit_time_missing' | 'emit_time_invalid'
  /** JSON Pointer of the member at fault. */
  readonly path: string
  readonly message: string
}

const LOG_ID = places('log_id')
const VERSION = places('version')
const EMIT_TIME = places('emit_time')
const OPERATION = places('operation')
const STATUS = places('status')
const LEVEL = places('level')
const CATEGORY = places('category')
const PRINCIPAL_TYPE = places('principal_type')
const PRINCIPAL_ID = places('principal_id')
const PRINCIPAL_NAME = places('principal_name')
const PRINCIPAL_API_KEY_ID = places('principal_api_key_id')
const USER_EMAIL = places('user_email')
const X_FORWARDED_FOR = places('x_forwarded_for')
const ASYNC_OPERATION_ID = places('async_operation_id')
const NAMESPACE = slotsOf(pointersOf('namespace'))
const DETAILS = places('details')
const PAGE = placesOf(['/logs', '/nextPageToken', '/next_page_token'])

/**
 * Reads a record of any form.
 *
 * It needs an `operation` and a readable `emit_time`. Whatever else is odd about it is kept: a member is either held
 * exactly by one of the fields, or stands verbatim in `extra`.
 */
export function logRecord(members: Members): LogRecord | Unreadable {
  const extra: string[] = []
  const operation = text(members, OPERATION, extra)
  if (operation === null) return withoutOperation(members)
  const emitTime = timestamp(members, EMIT_TIME, extra)
  if (emitTime === null) return withoutEmitTime(members)
  const principalExtra: string[] = []
  const version = integer(members, VERSION, extra)
  const logId = text(members, LOG_ID, extra)
  const record = {
    record_form: recordForm(members.present),
    log_id: logId ?? contentId(members.record),
    version: version ?? 0,
    emit_time: emitTime.millis,
    operation,
    status: text(members, STATUS, extra),
    level: text(members, LEVEL, extra),
    category: text(members, CATEGORY, extra),
    principal: {
      type: text(members, PRINCIPAL_TYPE, principalExtra),
      id: text(members, PRINCIPAL_ID, principalExtra),
      name: text(members, PRINCIPAL_NAME, principalExtra),
      api_key_id: text(members, PRINCIPAL_API_KEY_ID, principalExtra),
    },
    user_email: text(members, USER_EMAIL, extra),
    x_forwarded_for: text(members, X_FORWARDED_FOR, extra),
    async_operation_id: text(members, ASYNC_OPERATION_ID, extra),
    namespace: namespaceOf(members),
    details: detailsText(members, extra),
    leaves: leaves(members),
  }
  for (const slot of PAGE.slots) if (members.has(slot)) extra.push(member(PAGE, slot, members))
  principalExtra.push(...members.unknownInPrincipal)
  if (principalExtra.length > 0) extra.push(`"principal":{${principalExtra.join(',')}}`)
  extra.push(...members.unknown)
  return { ...record, extra: extra.length === 0 ? null : `{${extra.join(',')}}` }
}

/** Where one fact may stand in a record: slots, the preferred one first, and the key of each. */
interface Places {
  readonly slots: readonly number[]
  readonly keys: readonly string[]
}

function placesOf(pointers: readonly string[]): Places {
  return { slots: slotsOf(pointers), keys: pointers.map(pointer => pointer.slice(pointer.lastIndexOf('/') + 1)) }
}

function places(name: Parameters<typeof pointersOf>[0]): Places {
  return placesOf(pointersOf(name))
}

/** The member of a slot as received, but for blanks around the colon. */
function member(field: Places, slot: number, members: Members): string {
  return `"${field.keys[field.slots.indexOf(slot)]}":${members.json(slot)}`
}

/** The first text; others that differ, and what is no text, go to `extra`. */
function text(members: Members, field: Places, extra: string[]): string | null {
  let chosen: string | null = null
  for (const slot of field.slots) {
    if (!members.has(slot)) continue
    const value = members.string(slot) || null
    chosen ??= value?.toWellFormed() ?? null
    if (value === null || value !== chosen) extra.push(member(field, slot, members))
  }
  return chosen
}

/** The first 32-bit integer; a text of digits counts, because proto3 JSON writes wider integers so. */
function integer(members: Members, field: Places, extra: string[]): number | null {
  let chosen: number | null = null
  for (const slot of field.slots) {
    if (!members.has(slot)) continue
    const json = members.json(slot)!
    const value = int32(members.string(slot) ?? json)
    chosen ??= value
    if (value === null || String(chosen) !== json) extra.push(member(field, slot, members))
  }
  return chosen
}

/** The first readable time; others, and what milliseconds do not hold exactly, go to `extra`. */
function timestamp(members: Members, field: Places, extra: string[]): EmitTime | null {
  let chosen: EmitTime | null = null
  for (const slot of field.slots) {
    if (!members.has(slot)) continue
    const time = readTime(members, slot)
    chosen ??= time
    if (!time?.exact || time.millis !== chosen?.millis) extra.push(member(field, slot, members))
  }
  return chosen
}

function readTime(members: Members, slot: number): EmitTime | null {
  const value = members.string(slot)
  return value === null ? parseTimestampObject(members.json(slot)!) : parseTimestamp(value)
}

/** The first that is not null, as text; one that differs from it goes to `extra`. */
function detailsText(members: Members, extra: string[]): string | null {
  let chosen: string | null = null
  for (const slot of DETAILS.slots) {
    const json = members.json(slot)
    if (json === null) continue
    if (json !== 'null') chosen ??= unquotedObject(json) ?? json
    if (json !== chosen) extra.push(member(DETAILS, slot, members))
  }
  return chosen
}

/** The first that is a text. */
function namespaceOf(members: Members): string | null {
  for (const slot of NAMESPACE) {
    const namespace = members.has(slot) ? leafCell('string', members.json(slot)!) : null
    if (namespace !== null) return namespace as string
  }
  return null
}

function leaves(members: Members): readonly Leaf[] {
  const found: (Leaf & { readonly rank: number })[] = []
  for (const slot of members.present) {
    const place = leafPlaces[slot]
    const cell = place ? leafCell(place.type, members.json(slot)!) : null
    if (!place || cell === null) continue
    const { column, rank } = place
    const twin = found.findIndex(leaf => leaf.column === column)
    if (twin < 0) found.push({ column, cell, rank })
    else if (rank < found[twin]!.rank) found[twin] = { column, cell, rank }
  }
  return found
}

function withoutOperation(members: Members): Unreadable {
  const [slot] = OPERATION.slots
  const json = members.json(slot!)
  if (json === null || json === 'null' || json === '""') {
    return { reason: 'operation_missing', path: '/operation', message: 'the record has no operation' }
  }
  return { reason: 'operation_invalid', path: '/operation', message: `operation is no text: ${shortened(json)}` }
}

function withoutEmitTime(members: Members): Unreadable {
  const slot = EMIT_TIME.slots.find(candidate => members.has(candidate))
  if (slot === undefined)
    return { reason: 'emit_time_missing', path: '/emit_time', message: 'the record has no emit_time' }
  const path = `/${EMIT_TIME.keys[EMIT_TIME.slots.indexOf(slot)]}`
  return {
    reason: 'emit_time_invalid',
    path,
    message: `emit_time is no RFC 3339 timestamp: ${shortened(members.json(slot)!)}`,
  }
}

function shortened(json: string): string {
  return json.length <= 80 ? json : `${json.slice(0, 80)}...`
}
