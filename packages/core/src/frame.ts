import { type Found, scan, skipBlanks } from './scan.ts'
import type { Shape } from './shape.ts'

/** Takes what framing finds, in order. Each answers whether to go on. */
export interface FrameSink {
  /** A JSON object; `found` still holds what the scan of it found. */
  object(start: number, end: number): boolean
  /** Bytes that are no JSON object. */
  failure(start: number, end: number, reason: 'json_invalid' | 'not_an_object', message: string): boolean
}

const LINE_FEED = 0x0a
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b

/** What may come next. Outside of an array it is always a VALUE; ANYTHING follows a part that could not be read. */
type Expected = 'VALUE' | 'VALUE_OR_CLOSE' | 'COMMA_OR_CLOSE' | 'ANYTHING'

/**
 * Finds the JSON objects in bytes, however they are strung together: one, or many with blanks, new lines or nothing
 * between them, or arrays of them. A byte-order mark counts as a blank.
 *
 * Every byte that is not a blank, or a bracket or comma of an outer array, is in exactly one object or failure.
 * After bytes that cannot be read it goes on at the next line that starts an object or array: one broken line of
 * newline-separated JSON costs that line, nothing else. The work is linear in the bytes, whatever is in them.
 *
 * @returns where it stopped: `end`, unless the sink said to stop
 */
export function frame(
  bytes: Uint8Array,
  start: number,
  end: number,
  shape: Shape,
  found: Found,
  sink: FrameSink,
): number {
  let at = skipBetween(bytes, start, end)
  let expected: Expected = 'VALUE'
  let arrayStart = -1
  // bytes that may be scanned once more than they must: it keeps the work linear
  let spare = end - start
  while (at < end) {
    const byte = bytes[at]
    if (arrayStart >= 0 && byte === CLOSE_ARRAY && expected !== 'VALUE') {
      arrayStart = -1
      expected = 'VALUE'
      at = skipBetween(bytes, at + 1, end)
      continue
    }
    if (arrayStart >= 0 && byte === COMMA && (expected === 'COMMA_OR_CLOSE' || expected === 'ANYTHING')) {
      expected = 'VALUE'
      at = skipBetween(bytes, at + 1, end)
      continue
    }
    if (arrayStart < 0 && byte === OPEN_ARRAY) {
      arrayStart = at
      expected = 'VALUE_OR_CLOSE'
      at = skipBetween(bytes, at + 1, end)
      continue
    }
    const valueEnd = expected === 'COMMA_OR_CLOSE' ? ~at : scan(bytes, at, end, shape, found)
    let goOn: boolean
    let next: number
    if (valueEnd < 0) {
      const swallowed = swallowedLine(bytes, at, ~valueEnd)
      if (swallowed !== null && ~valueEnd - swallowed <= spare) {
        spare -= ~valueEnd - swallowed
        next = swallowed
      } else next = nextStart(bytes, at, ~valueEnd, end, arrayStart >= 0)
      goOn = sink.failure(at, trimmedEnd(bytes, at, next), 'json_invalid', `not JSON at byte ${~valueEnd}`)
      expected = arrayStart >= 0 ? 'ANYTHING' : 'VALUE'
    } else {
      const isObject = byte === OPEN_OBJECT
      next = isObject ? valueEnd : othersEnd(bytes, valueEnd, end, shape, found, arrayStart >= 0)
      goOn = isObject ? sink.object(at, next) : sink.failure(at, next, 'not_an_object', 'JSON, but not an object')
      expected = arrayStart >= 0 ? 'COMMA_OR_CLOSE' : 'VALUE'
    }
    at = skipBetween(bytes, next, end)
    if (!goOn) return at
  }
  if (arrayStart >= 0 && expected !== 'ANYTHING') {
    sink.failure(arrayStart, arrayStart + 1, 'json_invalid', `the array opened at byte ${arrayStart} is not closed`)
  }
  return end
}

/** Where blanks and byte-order marks end. */
export function skipBetween(bytes: Uint8Array, start: number, end: number): number {
  for (let at = skipBlanks(bytes, start, end); ; at = skipBlanks(bytes, at + 3, end)) {
    if (at + 3 > end || bytes[at] !== 0xef || bytes[at + 1] !== 0xbb || bytes[at + 2] !== 0xbf) return at
  }
}

/** The end of a run of values that are no objects: ten thousand zeros in an array are one failure, not ten thousand. */
function othersEnd(
  bytes: Uint8Array,
  valueEnd: number,
  end: number,
  shape: Shape,
  found: Found,
  inArray: boolean,
): number {
  for (;;) {
    let at = skipBetween(bytes, valueEnd, end)
    if (inArray) {
      if (bytes[at] !== COMMA) return valueEnd
      at = skipBetween(bytes, at + 1, end)
    }
    if (at >= end || bytes[at] === OPEN_OBJECT || (!inArray && bytes[at] === OPEN_ARRAY)) return valueEnd
    const next = scan(bytes, at, end, shape, found)
    if (next < 0) return valueEnd
    valueEnd = next
  }
}

/**
 * Where to go on after a value that starts at `start` and cannot be read at `wrong`: the next line that starts an
 * object or array (or closes the array we are in).
 */
function nextStart(bytes: Uint8Array, start: number, wrong: number, end: number, inArray: boolean): number {
  let line = wrong
  while (line > start && bytes[line - 1] !== LINE_FEED) line--
  if (line <= start) line = afterLineFeed(bytes, wrong, end)
  for (; line < end; line = afterLineFeed(bytes, line, end)) {
    const at = skipBlanks(bytes, line, end)
    const first = at < end ? bytes[at] : undefined
    if (first === OPEN_OBJECT || first === OPEN_ARRAY || (inArray && first === CLOSE_ARRAY)) return line
  }
  return end
}

/**
 * The first line after `start` that begins with a brace, if that is before `wrong`: a line that was cut short after a
 * colon takes the record on the next line for its value, and goes wrong only behind it.
 */
function swallowedLine(bytes: Uint8Array, start: number, wrong: number): number | null {
  for (let line = afterLineFeed(bytes, start, wrong); line < wrong; line = afterLineFeed(bytes, line, wrong)) {
    if (bytes[line] === OPEN_OBJECT) return line
  }
  return null
}

function afterLineFeed(bytes: Uint8Array, from: number, end: number): number {
  const lineFeed = bytes.indexOf(LINE_FEED, from)
  return lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1
}

function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  while (end > start && skipBlanks(bytes, end - 1, end) === end) end--
  return end
}
