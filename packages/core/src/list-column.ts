import { TextColumn } from './text-column.ts'

/** The lists of texts of one column: their elements one after another, and where each list ends. */
export class ListColumn {
  /** Rows so far. */
  length = 0
  private readonly elements = new TextColumn()
  /** By row: how many elements there are up to its end; the complement of it (negative) when the row is null. */
  private readonly ends: number[] = []

  append(list: readonly string[]): void {
    for (const element of list) this.elements.append(element)
    this.endList()
  }

  /**
   * Appends a JSON array of strings without escapes, from its bytes.
   *
   * @param start of the opening bracket of a valid JSON array
   * @returns false, and appends nothing, when there is anything else in it
   */
  appendJson(bytes: Uint8Array, start: number, end: number): boolean {
    if (!isPlainStrings(bytes, start, end)) return false
    for (let at = bytes.indexOf(QUOTE, start); at >= 0 && at < end; at = bytes.indexOf(QUOTE, at + 1)) {
      const close = bytes.indexOf(QUOTE, at + 1)
      this.elements.appendBytes(bytes, at + 1, close)
      at = close
    }
    this.endList()
    return true
  }

  /** Appends nulls until there are as many rows. */
  padTo(rows: number): void {
    for (; this.length < rows; this.length++) this.ends.push(~this.end(this.length))
  }

  get(row: number): readonly string[] | null {
    if (row >= this.length || this.ends[row]! < 0) return null
    const list: string[] = []
    for (let i = this.end(row); i < this.ends[row]!; i++) list.push(this.elements.get(i)!)
    return list
  }

  /** The lists of some rows, in the order given. */
  gather(order: readonly number[]) {
    const elementOrder: number[] = []
    const valueOffsets = new Int32Array(order.length + 1)
    const nullBitmap = new Uint8Array((order.length + 7) >> 3)
    let nullCount = 0
    for (let i = 0; i < order.length; i++) {
      const row = order[i]!
      const end = row < this.length ? this.ends[row]! : -1
      if (end < 0) nullCount++
      else {
        for (let element = this.end(row); element < end; element++) elementOrder.push(element)
        nullBitmap[i >> 3]! |= 1 << (i & 7)
      }
      valueOffsets[i + 1] = elementOrder.length
    }
    return {
      elements: { length: elementOrder.length, ...this.elements.gather(elementOrder) },
      valueOffsets,
      nullBitmap,
      nullCount,
    }
  }

  private endList(): void {
    this.ends.push(this.elements.length)
    this.length++
  }

  private end(row: number): number {
    if (row === 0) return 0
    const end = this.ends[row - 1]!
    return end < 0 ? ~end : end
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c

/** Whether a valid JSON array holds nothing but strings without escapes. */
function isPlainStrings(bytes: Uint8Array, start: number, end: number): boolean {
  let isInString = false
  for (let at = start + 1; at < end - 1; at++) {
    const byte = bytes[at]!
    if (byte === QUOTE) isInString = !isInString
    else if (byte === BACKSLASH || (!isInString && byte !== COMMA && byte > 0x20)) return false
  }
  return true
}
