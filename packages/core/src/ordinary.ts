import type { ClientIp } from './client-ip.ts'
import type { ScannedObject } from './decode.ts'
import { plainMillis, utcDay } from './emit-time.ts'
import { leafCell } from './leaf.ts'
import { operationParts } from './operation.ts'
import { PLACES } from './place.ts'
import { recordForm } from './record-form.ts'
import type { Rows } from './rows.ts'
import { type ColumnType, columnAt, columns } from './table.ts'
import type { Span } from './text-bytes.ts'
import { TextMemo } from './text-memo.ts'
import { textOf } from './utf8-text.ts'

const NEEDED = [columnAt.log_id, columnAt.operation, columnAt.emit_time]
const ACTOR_FROM = [columnAt.principal_name, columnAt.user_email, columnAt.principal_id]
const NO_SLOT = -1

const QUOTE = 0x22
const OPEN_ARRAY = 0x5b
const LETTER_F = 0x66
const LETTER_T = 0x74
const OPEN_OBJECT = 0x7b

/** What the columns derived from an operation say: where in the bytes of the batch it stands. */
interface OperationSpans {
  readonly name: Span
  readonly verb: Span
  readonly resourceType: Span
}

/**
 * Flattens ordinary records to rows, straight from the spans the scanner found: no strings, no objects.
 *
 * Ordinary means that every known fact is there at most once, of its documented type, not empty, and that `log_id`,
 * `operation` and `emit_time` are there. That is nearly all records. Members nobody knows are ordinary too.
 */
export class OrdinaryRecords {
  private readonly rows: Rows
  private readonly operations: TextMemo<OperationSpans>
  private readonly clients: TextMemo<Span | null>
  /** By column: the slot that fills it in the record at hand. */
  private readonly slotOf = new Int32Array(columns.length)

  constructor(rows: Rows, clientIp: ClientIp) {
    const { bytes } = rows
    this.rows = rows
    this.operations = new TextMemo(bytes, operation => {
      const { name, verb, resourceType } = operationParts(operation)
      return {
        name: bytes.appendSpan(name),
        verb: bytes.appendSpan(verb),
        resourceType: bytes.appendSpan(resourceType),
      }
    })
    this.clients = new TextMemo(bytes, xForwardedFor => {
      const client = clientIp(xForwardedFor)
      return client === null ? null : bytes.appendSpan(client)
    })
  }

  /**
   * Flattens a record to what `flattenRecord` makes of it.
   *
   * @returns false, without a trace in the rows, when the record is not ordinary
   */
  flatten(object: ScannedObject): boolean {
    if (!this.isOrdinary(object)) return false
    const { rows, slotOf } = this
    const { bytes, found } = object
    const { present, spans } = found
    const timeSlot = slotOf[columnAt.emit_time]!
    const emitTime = plainMillis(bytes, spans[timeSlot * 2]!, spans[timeSlot * 2 + 1]!)
    if (emitTime === null) return false
    const shift = rows.bytes.appendBytes(bytes, object.start, object.end) - object.start

    for (const slot of present) {
      const { kind, column, type } = PLACES[slot]!
      if (kind === 'text') this.setText(object, slot, column, shift)
      else if (kind === 'version') rows.setNumber(column, plainInt(bytes, spans[slot * 2]!, spans[slot * 2 + 1]!))
      else if (kind === 'details') rows.setSpan(column, spans[slot * 2]! + shift, spans[slot * 2 + 1]! + shift)
      else if (kind === 'leaf') this.setLeaf(object, slot, column, type, shift)
    }
    rows.setNumber(columnAt.emit_time, emitTime)
    rows.setText(columnAt.event_date, utcDay(emitTime))
    rows.setText(columnAt.record_form, recordForm(present))
    if (slotOf[columnAt.version] === NO_SLOT) rows.setNumber(columnAt.version, 0)
    if (found.unknown.length > 0) this.setUnknown(object)
    this.setDerived()
    return true
  }

  /** Fills `slotOf` on the way. */
  private isOrdinary({ bytes, found }: ScannedObject): boolean {
    const { slotOf } = this
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
          if (found.escaped[slot] === 1 && !unescaped(bytes, start, end).isWellFormed()) return false
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
  private setText({ bytes, found }: ScannedObject, slot: number, column: number, shift: number): void {
    const start = found.spans[slot * 2]!
    const end = found.spans[slot * 2 + 1]!
    if (found.escaped[slot] === 1) this.rows.setText(column, unescaped(bytes, start, end))
    else this.rows.setSpan(column, start + 1 + shift, end - 1 + shift)
  }

  /** Sets what `leafCell` says, without a string where that can be. */
  private setLeaf(object: ScannedObject, slot: number, column: number, type: ColumnType, shift: number): void {
    const { rows } = this
    const { bytes, found } = object
    const start = found.spans[slot * 2]!
    const end = found.spans[slot * 2 + 1]!
    const first = bytes[start]
    if (type === 'string' && first === QUOTE && found.escaped[slot] === 0) {
      if (end - start > 2) rows.setSpan(column, start + 1 + shift, end - 1 + shift)
    } else if (type === 'string' && first === OPEN_OBJECT) {
      rows.setSpan(column, start + shift, end + shift)
    } else if (type === 'boolean' && (first === LETTER_T || first === LETTER_F)) {
      rows.setNumber(column, first === LETTER_T ? 1 : 0)
    } else if (type !== 'list' || first !== OPEN_ARRAY || !rows.setJsonList(column, start + shift, end + shift)) {
      rows.setCell(column, leafCell(type, textOf(bytes, start, end)))
    }
  }

  /** Sets the columns that follow from others. */
  private setDerived(): void {
    const { rows, slotOf } = this
    const actor = ACTOR_FROM.find(column => slotOf[column] !== NO_SLOT)
    if (actor !== undefined) this.setSpan(columnAt.actor, rows.texts[actor]!.span(rows.length))
    const { name, verb, resourceType } = this.operations.get(rows.texts[columnAt.operation]!.span(rows.length))
    this.setSpan(columnAt.operation_name, name)
    this.setSpan(columnAt.verb, verb)
    this.setSpan(columnAt.resource_type, resourceType)
    if (slotOf[columnAt.x_forwarded_for] === NO_SLOT) return
    const client = this.clients.get(rows.texts[columnAt.x_forwarded_for]!.span(rows.length))
    if (client !== null) this.setSpan(columnAt.client_ip, client)
  }

  private setSpan(column: number, { start, end }: Span): void {
    this.rows.setSpan(column, start, end)
  }

  /** Sets `extra` to an object of the members that nobody knows. */
  private setUnknown({ bytes, found: { unknown } }: ScannedObject): void {
    const members: string[] = []
    for (let i = 0; i < unknown.length; i += 2) members.push(textOf(bytes, unknown[i]!, unknown[i + 1]!))
    this.rows.setText(columnAt.extra, `{${members.join(',')}}`)
  }
}

/** The value of a JSON string. */
function unescaped(bytes: Uint8Array, start: number, end: number): string {
  return JSON.parse(textOf(bytes, start, end))
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
