/**
 * A value as Thrift's compact protocol writes it. Integers of all widths are bigints; a double is its eight bytes.
 *
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
type ThriftValue = boolean | bigint | Uint8Array | ThriftList | ThriftStruct

interface ThriftList {
  /** The type of its elements, as the protocol numbers them. */
  readonly elements: number
  readonly items: readonly ThriftValue[]
}

/** The fields of a struct by their ids, in order. */
export type ThriftStruct = ReadonlyMap<number, ThriftField>

export interface ThriftField {
  /** Its type, as the protocol numbers them. */
  readonly type: number
  readonly value: ThriftValue
}

/** Types of the protocol. */
const BINARY = 8
export const I32 = 5
export const I64 = 6
export const STRUCT = 12
export const LIST = 9
export const TRUE = 1
const FALSE = 2
const BYTE = 3
const I16 = 4
const DOUBLE = 7
const SET = 10

const DOUBLE_BYTES = 8
/** The count or the difference that does not fit beside a type. */
const LONG = 15
/** Structs in structs; Parquet's have six. */
const DEEPEST = 32

/**
 * Reads a struct whatever its fields mean, so that it can be written again with nothing lost.
 *
 * @throws RangeError when the bytes end before it does, or are none
 */
export function readStruct(bytes: Uint8Array): ThriftStruct {
  let at = 0

  function byte(): number {
    const found = bytes[at++]
    if (found === undefined) throw new RangeError('a struct of Thrift breaks off')
    return found
  }

  function varint(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const next = byte()
      value |= BigInt(next & 0x7f) << shift
      if (next < 0x80) return value
    }
    throw new RangeError('a number of Thrift has no end')
  }

  function integer(): bigint {
    const value = varint()
    return (value >> 1n) ^ -(value & 1n)
  }

  function take(length: number): Uint8Array {
    if (length > bytes.length - at) throw new RangeError('a text of Thrift breaks off')
    at += length
    return bytes.subarray(at - length, at)
  }

  function list(depth: number): ThriftList {
    const head = byte()
    const elements = head & 0x0f
    const count = head >> 4 === LONG ? Number(varint()) : head >> 4
    const items: ThriftValue[] = []
    // in a list a boolean takes a byte
    for (let i = 0; i < count; i++) items.push(elements <= FALSE ? byte() === TRUE : value(elements, depth))
    return { elements, items }
  }

  function value(type: number, depth: number): ThriftValue {
    if (type === TRUE || type === FALSE) return type === TRUE
    if (type === BYTE) return BigInt(byte())
    if (type === I16 || type === I32 || type === I64) return integer()
    if (type === DOUBLE) return take(DOUBLE_BYTES)
    if (type === BINARY) return take(Number(varint()))
    if (type === LIST || type === SET) return list(depth)
    if (type === STRUCT && depth < DEEPEST) return struct(depth + 1)
    throw new RangeError(`no type of Thrift is read here that has the number ${type}`)
  }

  function struct(depth: number): ThriftStruct {
    const fields = new Map<number, ThriftField>()
    for (let id = 0; ; ) {
      const head = byte()
      const type = head & 0x0f
      if (type === 0) return fields
      id = head >> 4 === 0 ? Number(integer()) : id + (head >> 4)
      fields.set(id, { type, value: value(type, depth) })
    }
  }

  return struct(0)
}

/** Writes a struct. */
export function writeStruct(fields: ThriftStruct): Uint8Array {
  const pieces: Uint8Array[] = []

  function varint(value: bigint): void {
    const found: number[] = []
    let rest = value
    for (; rest >= 0x80n; rest >>= 7n) found.push(Number(rest & 0x7fn) | 0x80)
    pieces.push(Uint8Array.of(...found, Number(rest)))
  }

  function integer(value: bigint): void {
    varint(value < 0n ? -value * 2n - 1n : value * 2n)
  }

  function list({ elements, items }: ThriftList): void {
    pieces.push(Uint8Array.of((Math.min(items.length, LONG) << 4) | elements))
    if (items.length >= LONG) varint(BigInt(items.length))
    for (const item of items) {
      if (typeof item === 'boolean') pieces.push(Uint8Array.of(item ? TRUE : FALSE))
      else write(elements, item)
    }
  }

  function write(type: number, value: ThriftValue): void {
    if (typeof value === 'boolean') return // its type says which
    if (typeof value === 'bigint') {
      if (type === BYTE) pieces.push(Uint8Array.of(Number(value)))
      else integer(value)
    } else if (value instanceof Uint8Array) {
      if (type === BINARY) varint(BigInt(value.length))
      pieces.push(value)
    } else if (value instanceof Map) struct(value)
    else list(value as ThriftList)
  }

  function struct(written: ThriftStruct): void {
    let before = 0
    for (const [id, { type, value }] of written) {
      const step = id - before
      before = id
      const isShort = step > 0 && step < LONG + 1
      pieces.push(Uint8Array.of(isShort ? (step << 4) | type : type))
      if (!isShort) integer(BigInt(id))
      write(type, value)
    }
    pieces.push(Uint8Array.of(0))
  }

  struct(fields)
  return joined(pieces)
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
