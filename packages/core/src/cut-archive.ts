import { DECODE_LIMITS } from './decode.ts'
import { skipBetween } from './frame.ts'
import { gunzipMember, isGzip } from './gunzip.ts'
import { nextPayload } from './next-payload.ts'
import { recordShape } from './record-shape.ts'
import { Found, scan } from './scan.ts'

/** What one Kinesis record can carry at the most. */
const LARGEST_PAYLOAD_BYTES = 10 * 1024 * 1024
const OPEN_ARRAY = 0x5b
const OPEN_OBJECT = 0x7b

/** Bytes of a part: more go on in the next one. */
const PART_BYTES = 256 * 1024

/** What was cut off the bytes of an archive. */
export interface CutArchive {
  /** Whole payloads, each part for the transform as the data of a Kinesis record. */
  readonly parts: readonly Uint8Array[]
  /** How many of the bytes are in them; the rest goes before the next bytes. */
  readonly taken: number
}

const scanned = new Found(recordShape)

/**
 * Cuts what a Firehose wrote, payloads of Kinesis records one behind the other with nothing between them, into parts
 * that can be read each on its own.
 *
 * A payload is JSON in any framing, or gzip of it. JSON says itself where it ends, and so does gzip. After something that
 * says neither, a record cut short or rubbish, the next payload begins where something can be read that does: see
 * `nextPayload`. What lies between is a part of its own, which the transform takes for what it is, a failure.
 *
 * @param bytes up to any place, also within a payload
 * @param isLast whether no more come: until then what is not surely whole is left
 *
 * @example
 * cutArchive(bytesOf('{"log_id":"a","oper{"log_id":"b","operation":"DeleteUser","emit_time":"..."}'), true).parts
 * // the bytes of '{"log_id":"a","oper', then those of the record
 */
export function cutArchive(bytes: Uint8Array, isLast: boolean): CutArchive {
  const end = isLast ? bytes.length : bytes.length - LARGEST_PAYLOAD_BYTES
  const parts: Uint8Array[] = []
  let at = 0
  while (at < end) {
    if (isGzip(bytes.subarray(at, at + 3))) {
      const members = inflated(bytes, at)
      if (members) {
        parts.push(...cutArchive(members.text, true).parts)
        at = members.end
        continue
      }
    }
    const run = endOfRun(bytes, at, end)
    const next = run > at ? run : nextPayload(bytes, at, end)
    if (run > at || hasContent(bytes, at, next)) parts.push(bytes.subarray(at, next))
    at = next
  }
  return { parts, taken: at }
}

/** Where a run of whole objects and arrays ends that begins at `start`; that is `start` itself when there is none. */
function endOfRun(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && at - start < PART_BYTES) {
    const value = skipBetween(bytes, at, bytes.length)
    if (value === bytes.length) return value
    // a text, such as "{", may have been begun by a payload that was cut short, and have taken the brace from the next
    if (bytes[value] !== OPEN_OBJECT && bytes[value] !== OPEN_ARRAY) return at
    const valueEnd = scan(bytes, value, bytes.length, recordShape, scanned)
    if (valueEnd < 0) return at
    at = valueEnd
  }
  return at
}

/** The content of the gzip members that follow each other: a record may begin in one and end in the next. */
function inflated(bytes: Uint8Array, start: number): { text: Uint8Array; end: number } | null {
  const contents: Uint8Array[] = []
  let size = 0
  let at = start
  while (isGzip(bytes.subarray(at, at + 3))) {
    const member = gunzipMember(bytes.subarray(at), DECODE_LIMITS.maxInflatedBytes - size)
    if (!member) break
    contents.push(member.bytes)
    size += member.bytes.length
    at = skipPadding(bytes, at + member.end)
  }
  return contents.length === 0 ? null : { text: joined(contents, size), end: at }
}

/** Zero bytes behind a gzip member are padding. */
function skipPadding(bytes: Uint8Array, start: number): number {
  let at = start
  while (bytes[at] === 0) at++
  return at
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const NO_CONTENT = new Set(Array.from(' \t\r\n[],', character => character.charCodeAt(0)))

/** What an array with a broken element leaves are brackets and commas: they are no payload. */
function hasContent(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!NO_CONTENT.has(bytes[at]!)) return true
  return false
}
