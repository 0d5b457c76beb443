import { childNode, hashByte, NO_NODE, ROOT_NODE, type Shape, UNKNOWN_INSIDE } from './shape.ts'

/**
 * What one scan found. It is filled anew by each scan: read it before the next one.
 */
export class Found {
  /** By slot of the shape: start and end of the value's text in the bytes; the start is 0 where there is none. */
  readonly spans: Int32Array
  /** The slots that were found, in the order in which their values end. */
  readonly present: number[] = []
  /** By slot: 1 where the value is a string with escapes. */
  readonly escaped: Uint8Array
  /** Start and end of each member (key and value) of the scanned object that the shape does not know. */
  readonly unknown: number[] = []
  /**
   * False when the spans do not tell the whole story: a wanted key is repeated or written with escapes, or one of
   * the shape's `doubts` came true. The value was still found to be valid JSON.
   */
  vouched = true
  /** By depth, of the containers open during a scan: 1 for an object, 0 for an array. Grows: depth has no limit. */
  kinds = new Uint8Array(256)
  /** By node: the last scan that came by. */
  readonly seen: Uint32Array
  scans = 0
  /** By depth, as deep as the shape reaches: node, slot and start of the open container. */
  readonly frames: Int32Array

  constructor(shape: Shape) {
    this.spans = new Int32Array(shape.pointers.length * 2)
    this.escaped = new Uint8Array(shape.pointers.length)
    this.seen = new Uint32Array(shape.slots.length)
    this.frames = new Int32Array(shape.depth * FRAME)
  }

  reset(): void {
    for (const slot of this.present) this.spans[slot * 2] = 0
    this.present.length = 0
    this.unknown.length = 0
    this.vouched = true
    this.scans++
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const MINUS = 0x2d
const DOT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const LETTER_U = 0x75
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/** Fields of a frame: node, slot, start. */
const FRAME = 3
const ARRAY = 0
const OBJECT = 1
/**
 * Scans one JSON value, strictly (RFC 8259: what it accepts, JSON.parse accepts), making no objects.
 *
 * @param bytes UTF-8; that bytes above 0x7f are valid UTF-8 is for the caller to check
 * @param start where the value's first byte is (not a blank)
 * @param end where the bytes end
 * @param found is reset and filled with the spans of what the shape wants
 * @returns where the value ends, or, when it is not JSON, the complement (`~position`, negative) of the first byte
 *   that does not fit
 *
 * @example
 * const shape = compileShape(['/operation'])
 * const found = new Found(shape)
 * scan(bytesOf('{"operation":"DeleteUser"} {'), 0, 28, shape, found) // 26; found.spans is [13, 25]
 * scan(bytesOf('{"operation":nil}'), 0, 17, shape, found)            // ~14
 */
export function scan(bytes: Uint8Array, start: number, end: number, shape: Shape, found: Found): number {
  found.reset()
  const { spans, escaped, present, unknown, seen, frames } = found
  const { slots, doubts } = shape
  const knownDepth = shape.depth
  let kinds = found.kinds
  let at = start
  let depth = 0
  // of the value that comes next: its node, its slot, and where its key starts if the root does not know that key
  let node = ROOT_NODE
  let slot = -1
  let unknownKey = -1

  for (;;) {
    // a value: a scalar whole, or the opening of a container
    const first = at < end ? bytes[at]! : -1
    let ended: boolean
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
      const kind = first === OPEN_OBJECT ? OBJECT : ARRAY
      if (kind === ARRAY && (doubts[node]! & UNKNOWN_INSIDE) !== 0) found.vouched = false
      if (depth === kinds.length) kinds = found.kinds = grown(kinds)
      kinds[depth] = kind
      if (depth < knownDepth) {
        frames[depth * FRAME] = kind === OBJECT ? node : NO_NODE
        frames[depth * FRAME + 1] = slot
        frames[depth * FRAME + 2] = at
      }
      depth++
      at = skipBlanks(bytes, at + 1, end)
      ended = at < end && bytes[at] === (kind === OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY)
    } else {
      const valueStart = at
      sawEscape = false
      at = scalarEnd(bytes, at, end, first)
      if (at < 0 || depth === 0) return at
      if (slot >= 0) {
        spans[slot * 2] = valueStart
        spans[slot * 2 + 1] = at
        escaped[slot] = first === QUOTE && sawEscape ? 1 : 0
        present.push(slot)
      }
      if (doubts[node] !== 0 && ((doubts[node]! & UNKNOWN_INSIDE) !== 0 || first === QUOTE)) found.vouched = false
      if (unknownKey >= 0 && depth === 1) {
        unknown.push(unknownKey, at)
        unknownKey = -1
      }
      at = skipBlanks(bytes, at, end)
      ended = at >= end || bytes[at] !== COMMA
      if (!ended) at = skipBlanks(bytes, at + 1, end)
    }

    // what ends here: the container around the value, and perhaps the one around that
    while (ended) {
      if (at >= end || bytes[at] !== (kinds[depth - 1] === OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY)) return ~at
      at++
      depth--
      if (depth < knownDepth) {
        const closed = frames[depth * FRAME + 1]!
        if (closed >= 0) {
          spans[closed * 2] = frames[depth * FRAME + 2]!
          spans[closed * 2 + 1] = at
          present.push(closed)
        }
      }
      if (depth === 0) return at
      if (unknownKey >= 0 && depth === 1) {
        unknown.push(unknownKey, at)
        unknownKey = -1
      }
      at = skipBlanks(bytes, at, end)
      ended = at >= end || bytes[at] !== COMMA
      if (!ended) at = skipBlanks(bytes, at + 1, end)
    }

    // what comes next: an element, or a member's key and then its value
    node = NO_NODE
    slot = -1
    if (kinds[depth - 1] === ARRAY) continue
    if (at >= end || bytes[at] !== QUOTE) return ~at
    const keyStart = at++
    let hash = 0
    while (at < end && bytes[at]! !== QUOTE && bytes[at]! !== BACKSLASH && bytes[at]! >= 0x20)
      hash = hashByte(hash, bytes[at++]!)
    const parent = depth <= knownDepth ? frames[(depth - 1) * FRAME]! : NO_NODE
    if (at < end && bytes[at] === QUOTE) {
      if (parent !== NO_NODE) node = childNode(shape, parent, hash, bytes, keyStart + 1, at)
      at++
    } else {
      at = stringEnd(bytes, at, end)
      if (at < 0) return at
      if (parent !== NO_NODE) found.vouched = false
    }
    if (node !== NO_NODE) {
      slot = slots[node]!
      if (seen[node] === found.scans) found.vouched = false
      seen[node] = found.scans
    } else if (depth === 1) unknownKey = keyStart
    else if ((doubts[parent]! & UNKNOWN_INSIDE) !== 0) found.vouched = false
    at = skipBlanks(bytes, at, end)
    if (at >= end || bytes[at] !== COLON) return ~at
    at = skipBlanks(bytes, at + 1, end)
  }
}

/** Where the blanks (RFC 8259, section 2: space, tab, line feed, carriage return) from `at` on end. */
export function skipBlanks(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const byte = bytes[at]!
    if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return at
    at++
  }
  return at
}

function scalarEnd(bytes: Uint8Array, at: number, end: number, first: number): number {
  switch (first) {
    case QUOTE:
      return stringEnd(bytes, at + 1, end)
    case 0x74:
      return literalEnd(bytes, at, end, TRUE)
    case 0x66:
      return literalEnd(bytes, at, end, FALSE)
    case 0x6e:
      return literalEnd(bytes, at, end, NULL)
    default:
      return numberEnd(bytes, at, end)
  }
}

const TRUE = [0x74, 0x72, 0x75, 0x65]
const FALSE = [0x66, 0x61, 0x6c, 0x73, 0x65]
const NULL = [0x6e, 0x75, 0x6c, 0x6c]

function literalEnd(bytes: Uint8Array, at: number, end: number, literal: readonly number[]): number {
  for (const byte of literal) {
    if (at >= end || bytes[at] !== byte) return ~at
    at++
  }
  return at
}

/** Whether the last string had an escape: a second result of `stringEnd`, without an object to carry it. */
let sawEscape = false

/** The end of a string whose opening quote is behind us. */
function stringEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end) {
    const byte = bytes[at]!
    if (byte === QUOTE) return at + 1
    if (byte < 0x20) return ~at
    if (byte !== BACKSLASH) {
      at++
      continue
    }
    sawEscape = true
    const letter = at + 1 < end ? bytes[at + 1]! : -1
    if (letter === LETTER_U) {
      for (let i = 2; i < 6; i++) if (at + i >= end || !isHexDigit(bytes[at + i]!)) return ~Math.min(at + i, end)
      at += 6
    } else if (isShortEscape(letter)) {
      at += 2
    } else {
      return ~Math.min(at + 1, end)
    }
  }
  return ~end
}

/** One of `" \ / b f n r t`. */
function isShortEscape(byte: number): boolean {
  return (
    byte === QUOTE ||
    byte === BACKSLASH ||
    byte === 0x2f ||
    byte === 0x62 ||
    byte === 0x66 ||
    byte === 0x6e ||
    byte === 0x72 ||
    byte === 0x74
  )
}

function isHexDigit(byte: number): boolean {
  const lower = byte | 0x20
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66)
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE
}

/** `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`: RFC 8259, section 6. */
function numberEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at < end && bytes[at] === MINUS) at++
  if (at < end && bytes[at] === ZERO) at++
  else {
    at = digitsEnd(bytes, at, end)
    if (at < 0) return at
  }
  if (at < end && bytes[at] === DOT) {
    at = digitsEnd(bytes, at + 1, end)
    if (at < 0) return at
  }
  if (at < end && (bytes[at]! | 0x20) === 0x65) {
    at++
    if (at < end && (bytes[at] === MINUS || bytes[at] === 0x2b)) at++
    at = digitsEnd(bytes, at, end)
  }
  return at
}

/** At least one digit. */
function digitsEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || !isDigit(bytes[at]!)) return ~at
  while (at < end && isDigit(bytes[at]!)) at++
  return at
}

function grown(full: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(full.length * 2)
  larger.set(full)
  return larger
}
