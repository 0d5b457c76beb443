import { DECODE_LIMITS } from './decode.ts'
import { gunzipMember, isGzip } from './gunzip.ts'
import { recordShape, slotsOf } from './record-shape.ts'
import { Found, scan } from './scan.ts'
import { pointersOf } from './table.ts'

const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d
const GZIP = 0x1f
const BLANK = 0x20
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

/** How many times over the bytes may be looked at, all attempts together: it keeps the work linear. */
const LOOKS = 16

const OPERATION = slotsOf(pointersOf('operation'))
const EMIT_TIME = slotsOf(pointersOf('emit_time'))
const LOGS = slotsOf(['/logs'])

const scanned = new Found(recordShape)

/**
 * Where the next payload begins after one that cannot be read to its end.
 *
 * Payloads may follow each other with nothing between them, so what begins in the middle of a line counts too, if it
 * cannot be a piece of what is broken: a log record, which has an operation and a time, or a page of them, or gzip. At
 * the beginning of a line any whole object or array counts.
 *
 * @param start where the broken one begins
 * @param before where to look no further: what begins later may be cut short by the end of the bytes
 * @returns `before` when there is none
 */
export function nextPayload(bytes: Uint8Array, start: number, before: number): number {
  let looks = LOOKS * (bytes.length - start)
  let isLineStart = false
  for (let at = start + 1; at < before && looks > 0; at++) {
    const byte = bytes[at]!
    if (byte === OPEN_OBJECT || (byte === OPEN_ARRAY && isLineStart)) {
      const end = scan(bytes, at, bytes.length, recordShape, scanned)
      if (end >= 0 && (isLineStart || isNews())) return at
      looks -= (end < 0 ? ~end : end) - at
    } else if (byte === GZIP && isGzip(bytes.subarray(at, at + 3))) {
      if (gunzipMember(bytes.subarray(at), DECODE_LIMITS.maxInflatedBytes)) return at
      looks -= bytes.length - at
    }
    isLineStart = byte === LINE_FEED || (isLineStart && (byte === BLANK || byte === TAB || byte === CARRIAGE_RETURN))
  }
  return before
}

/** Whether the object just scanned is a log record or a page of them. */
function isNews(): boolean {
  const has = (slots: readonly number[]) => slots.some(slot => scanned.spans[slot * 2] !== 0)
  return (has(OPERATION) && has(EMIT_TIME)) || has(LOGS)
}
