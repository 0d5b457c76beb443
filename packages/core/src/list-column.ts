import type { TextBytes } from './text-bytes.ts'
import { TextColumn } from './text-column.ts'

/** The lists of texts of one column: their elements one after another, and where each list begins and ends among them. */
export class ListColumn {
  readonly elements: TextColumn
  /** Rows so far, but for those at the end that are null. */
  length = 0
  /** How many of them are not null. */
  count = 0
  /** By row, two numbers: how many elements there are before its list, -1 when it is null, and up to its end. */
  private readonly bounds: number[] = []

  constructor(texts: TextBytes) {
    this.elements = new TextColumn(texts)
  }

  /** Sets the list of a row. Rows are set in order; those left out are null. */
  set(row: number, list: readonly string[]): void {
    const first = this.elements.length
    for (const element of list) this.elements.set(this.elements.length, element)
    this.setBounds(row, first)
  }

  /**
   * Sets the list of a row to a JSON array of strings without escapes.
   *
   * @param bytes of the batch's texts; they hold the array
   * @param start of the opening bracket of a valid JSON array
   * @returns false, and sets nothing, when there is anything else in it
   */
  setJson(row: number, start: number, end: number): boolean {
    const { bytes } = this.elements.texts
    if (!isPlainStrings(bytes, start, end)) return false
    const first = this.elements.length
    for (let at = quoteFrom(bytes, start, end); at < end; at = quoteFrom(bytes, at + 1, end)) {
      const close = quoteFrom(bytes, at + 1, end)
      this.elements.setSpan(this.elements.length, at + 1, close)
      at = close
    }
    this.setBounds(row, first)
    return true
  }

  get(row: number): readonly string[] | null {
    if (this.isNull(row)) return null
    const list: string[] = []
    for (let i = this.firstElement(row); i < this.endOfElements(row); i++) list.push(this.elements.get(i)!)
    return list
  }

  isNull(row: number): boolean {
    return row >= this.length || this.bounds[row * 2] === -1
  }

  firstElement(row: number): number {
    return this.bounds[row * 2]!
  }

  endOfElements(row: number): number {
    return this.bounds[row * 2 + 1]!
  }

  private setBounds(row: number, first: number): void {
    while (this.bounds.length < row * 2) this.bounds.push(-1)
    this.bounds.push(first, this.elements.length)
    this.length = row + 1
    this.count++
  }
}

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c

function quoteFrom(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== QUOTE) at++
  return at
}

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
