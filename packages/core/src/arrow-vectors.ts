import type { ArrowBody } from './arrow-body.ts'
import type { ListColumn } from './list-column.ts'
import type { NumberColumn } from './number-column.ts'
import type { Rows } from './rows.ts'
import { type ColumnType, columns } from './table.ts'
import type { TextColumn } from './text-column.ts'

/** The numbers of the rows to take, in the order to take them. */
type Order = readonly number[]

/** Writes rows, column by column, as Arrow's vectors (Columnar Format, "Physical Memory Layout"). */
export function writeVectors(rows: Rows, order: Order, body: ArrowBody): void {
  columns.forEach(({ type }, column) => {
    if (type === 'string') writeTexts(rows.texts[column]!, rows.length, order, body)
    else if (type === 'list') writeLists(rows.lists[column]!, rows.length, order, body)
    else writeNumbers(rows.numbers[column]!, rows.length, type, order, body)
  })
}

const OFFSET = 4 // bytes

/** @param total how many rows there are, taken or not */
function writeTexts(column: TextColumn, total: number, order: Order, body: ArrowBody): void {
  const nullCount = writeValidity(column, total, order, body)
  if (nullCount === order.length) {
    body.zeros((order.length + 1) * OFFSET)
    body.zeros(0)
  } else {
    const offsets = body.int32s(order.length + 1)
    for (let i = 0, size = 0; i < order.length; i++) {
      const row = order[i]!
      if (row < column.length) size += column.spans[row * 2 + 1]! - column.spans[row * 2]!
      offsets[i + 1] = size
    }
    copyTexts(column, order, offsets, body)
  }
  body.endVector(order.length, nullCount)
}

const LONG = 256 // bytes from which a call of `set` is faster than a loop

/** Copies texts one after another, four bytes at a time: what is written too far, the next one overwrites. */
function copyTexts({ spans, texts }: TextColumn, order: Order, offsets: Int32Array, body: ArrowBody): void {
  const data = body.take(offsets.at(-1)!, 3)
  const from = new DataView(texts.bytes.buffer)
  const into = new DataView(body.bytes.buffer)
  for (let i = 0; i < order.length; i++) {
    let to = data + offsets[i]!
    const end = data + offsets[i + 1]!
    if (to === end) continue
    let at = spans[order[i]! * 2]!
    if (end - to >= LONG) body.bytes.set(texts.bytes.subarray(at, at + end - to), to)
    else for (; to < end; to += 4, at += 4) into.setUint32(to, from.getUint32(at))
  }
}

function writeLists(column: ListColumn, total: number, order: Order, body: ArrowBody): void {
  const nullCount = writeValidity(column, total, order, body)
  const elements: number[] = []
  const offsets = body.int32s(order.length + 1)
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!
    if (!column.isNull(row)) for (let k = column.firstElement(row); k < column.endOfElements(row); k++) elements.push(k)
    offsets[i + 1] = elements.length
  }
  body.endVector(order.length, nullCount)
  writeTexts(column.elements, column.elements.length, elements, body)
}

type NumberType = Exclude<ColumnType, 'string' | 'list'>

function writeNumbers(column: NumberColumn, total: number, type: NumberType, order: Order, body: ArrowBody): void {
  const nullCount = writeValidity(column, total, order, body)
  writeValues[type](column, order, body)
  body.endVector(order.length, nullCount)
}

const writeValues: Readonly<Record<NumberType, (column: NumberColumn, order: Order, body: ArrowBody) => void>> = {
  int(column, order, body) {
    const data = body.int32s(order.length)
    for (let i = 0; i < order.length; i++) data[i] = column.get(order[i]!) ?? 0
  },
  boolean(column, order, body) {
    const data = body.bits(order.length)
    for (let i = 0; i < order.length; i++) if (column.get(order[i]!) === 1) setBit(data, i)
  },
  timestamp(column, order, body) {
    // the two halves of each 64-bit integer: to make a BigInt of each costs more than all the rest
    const data = body.int32s(order.length * 2)
    for (let i = 0; i < order.length; i++) {
      const millis = column.get(order[i]!) ?? 0
      data[i * 2] = millis | 0
      data[i * 2 + 1] = Math.floor(millis / 2 ** 32)
    }
  },
}

/** Writes which values are there, or nothing when all are. @returns how many are null */
function writeValidity(
  column: TextColumn | ListColumn | NumberColumn,
  total: number,
  order: Order,
  body: ArrowBody,
): number {
  if (column.count === total) {
    body.zeros(0)
    return 0
  }
  if (column.count === 0) {
    body.zeros((order.length + 7) >> 3)
    return order.length
  }
  const valid = body.bits(order.length)
  let nullCount = 0
  for (let i = 0; i < order.length; i++) {
    if (column.isNull(order[i]!)) nullCount++
    else setBit(valid, i)
  }
  return nullCount
}

function setBit(bitmap: Uint8Array, bit: number): void {
  bitmap[bit >> 3]! |= 1 << (bit & 7)
}
