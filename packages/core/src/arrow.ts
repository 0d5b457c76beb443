import {
  Bool,
  type Data,
  Field,
  Int32,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow'
import type { Row } from './flatten.ts'
import { type ColumnType, columns } from './table.ts'

/**
 * Rows as an Arrow table, its vectors built by hand: Arrow's own builders cost four times the encoding.
 */
export function arrowTable(rows: readonly Row[]): Table {
  const children = columns.map((column, i) => vectors[column.type](rows, i))
  const struct = makeData({ type: new Struct(schema.fields), length: rows.length, nullCount: 0, children })
  return new Table(schema, [new RecordBatch(schema, struct)])
}

const LIST = new List(new Field('element', new Utf8(), false)) // "element": Parquet's name for it in 3-level lists
const TYPES: Readonly<Record<ColumnType, Utf8 | Int32 | Bool | TimestampMillisecond | List>> = {
  string: new Utf8(),
  int: new Int32(),
  boolean: new Bool(),
  timestamp: new TimestampMillisecond('UTC'),
  list: LIST,
}
const schema = new Schema(columns.map(column => new Field(column.name, TYPES[column.type], true)))

const vectors: Readonly<Record<ColumnType, (rows: readonly Row[], column: number) => Data>> = {
  string: (rows, column) => {
    const { nullBitmap, nullCount } = validity(rows, column)
    return makeData({
      type: TYPES.string as Utf8,
      length: rows.length,
      nullCount,
      nullBitmap,
      ...utf8(rows.map(row => row[column] as string | null)),
    })
  },
  int: (rows, column) => {
    const data = Int32Array.from(rows, row => (row[column] as number | null) ?? 0)
    return makeData({ type: TYPES.int as Int32, length: rows.length, data, ...validity(rows, column) })
  },
  boolean: (rows, column) => {
    const data = bitmap(rows.length, i => rows[i]![column] === true)
    return makeData({ type: TYPES.boolean as Bool, length: rows.length, data, ...validity(rows, column) })
  },
  timestamp: (rows, column) => {
    const data = int64s(rows.map(row => (row[column] as number | null) ?? 0))
    return makeData({
      type: TYPES.timestamp as TimestampMillisecond,
      length: rows.length,
      data,
      ...validity(rows, column),
    })
  },
  list: (rows, column) => {
    const valueOffsets = new Int32Array(rows.length + 1)
    const elements: string[] = []
    rows.forEach((row, i) => {
      elements.push(...((row[column] as readonly string[] | null) ?? []))
      valueOffsets[i + 1] = elements.length
    })
    const child = makeData({ type: new Utf8(), length: elements.length, nullCount: 0, ...utf8(elements) })
    return makeData({ type: LIST, length: rows.length, valueOffsets, child, ...validity(rows, column) })
  },
}

/** Arrow's bitmap of the cells that are not null, least significant bit first. */
function validity(rows: readonly Row[], column: number): { nullBitmap: Uint8Array | null; nullCount: number } {
  let nullCount = 0
  for (const row of rows) if (row[column] === null) nullCount++
  return { nullCount, nullBitmap: nullCount === 0 ? null : bitmap(rows.length, i => rows[i]![column] !== null) }
}

function bitmap(length: number, isSet: (i: number) => boolean): Uint8Array {
  const bits = new Uint8Array((length + 7) >> 3)
  for (let i = 0; i < length; i++) if (isSet(i)) bits[i >> 3]! |= 1 << (i & 7)
  return bits
}

/** Texts as one run of UTF-8 bytes with offsets: one join and one encoding cost less than an encoding a text. */
function utf8(texts: readonly (string | null)[]): { data: Uint8Array; valueOffsets: Int32Array } {
  const joined = texts.join('')
  const data = encoder.encode(joined)
  const isAscii = data.length === joined.length
  const valueOffsets = new Int32Array(texts.length + 1)
  let offset = 0
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!
    if (text !== null) offset += isAscii ? text.length : utf8Length(text)
    valueOffsets[i + 1] = offset
  }
  return { data, valueOffsets }
}

const encoder = new TextEncoder()

/** Bytes of a well-formed text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // two units of a surrogate pair make four bytes: two more
    if (unit >= 0x80) bytes += unit < 0x800 || (unit & 0xf800) === 0xd800 ? 1 : 2
  }
  return bytes
}

/** Whole numbers up to 2^53 as 64-bit integers, without the cost of a BigInt each. */
function int64s(values: readonly number[]): BigInt64Array {
  const data = new BigInt64Array(values.length)
  const halves = new Int32Array(data.buffer)
  for (let i = 0; i < values.length; i++) {
    halves[i * 2] = values[i]! | 0
    halves[i * 2 + 1] = Math.floor(values[i]! / 2 ** 32)
  }
  return data
}
