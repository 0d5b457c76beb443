const SHORT = 64 // bytes up to which a loop is faster than a call of `set`
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The texts of one column, one after another as UTF-8, as Arrow and Parquet want them.
 *
 * Most texts are copied from the record they came in without a string ever being made of them.
 */
export class TextColumn {
  /** Rows so far. */
  length = 0
  private data: Uint8Array<ArrayBuffer> = new Uint8Array(0)
  /** By row: where its text ends; the complement of it (negative) when the row is null. */
  private ends = new Int32Array(0)

  /** Appends the text that stands between two positions of UTF-8 bytes. */
  appendBytes(bytes: Uint8Array, start: number, end: number): void {
    let to = this.end(this.length)
    this.reserve(to + end - start)
    const { data } = this
    if (end - start > SHORT) {
      data.set(bytes.subarray(start, end), to)
      to += end - start
    } else {
      while (start < end) data[to++] = bytes[start++]!
    }
    this.ends[this.length++] = to
  }

  /** @param text well-formed */
  append(text: string): void {
    const to = this.end(this.length)
    this.reserve(to + text.length)
    const { data } = this
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit >= 0x80) {
        const bytes = encoder.encode(text)
        return this.appendBytes(bytes, 0, bytes.length)
      }
      data[to + i] = unit
    }
    this.ends[this.length++] = to + text.length
  }

  /** Appends nulls until there are as many rows. */
  padTo(rows: number): void {
    if (this.length >= rows) return
    const end = this.end(this.length)
    this.reserveRows(rows)
    this.ends.fill(~end, this.length, rows)
    this.length = rows
  }

  get(row: number): string | null {
    if (row >= this.length || this.ends[row]! < 0) return null
    return decoder.decode(this.data.subarray(this.end(row), this.ends[row]!))
  }

  /** The texts of some rows, in the order given, one after another. */
  gather(order: readonly number[]): {
    data: Uint8Array
    valueOffsets: Int32Array
    nullBitmap: Uint8Array
    nullCount: number
  } {
    const { ends } = this
    const valueOffsets = new Int32Array(order.length + 1)
    const nullBitmap = new Uint8Array((order.length + 7) >> 3)
    if (this.length === 0) return { data: new Uint8Array(0), valueOffsets, nullBitmap, nullCount: order.length }
    let size = 0
    let nullCount = 0
    for (let i = 0; i < order.length; i++) {
      const row = order[i]!
      const end = row < this.length ? ends[row]! : -1
      if (end < 0) nullCount++
      else {
        size += end - this.end(row)
        nullBitmap[i >> 3]! |= 1 << (i & 7)
      }
      valueOffsets[i + 1] = size
    }
    return { data: this.gatherBytes(order, valueOffsets), valueOffsets, nullBitmap, nullCount }
  }

  private gatherBytes(order: readonly number[], offsets: Int32Array): Uint8Array {
    const from = this.data
    const data = new Uint8Array(offsets[order.length]!)
    for (let i = 0; i < order.length; i++) {
      let to = offsets[i]!
      const end = offsets[i + 1]!
      if (to === end) continue
      let at = this.end(order[i]!)
      if (end - to > SHORT) data.set(from.subarray(at, at + end - to), to)
      else while (to < end) data[to++] = from[at++]!
    }
    return data
  }

  /** Where the text before a row ends. */
  private end(row: number): number {
    if (row === 0) return 0
    const end = this.ends[row - 1]!
    return end < 0 ? ~end : end
  }

  private reserve(bytes: number): void {
    if (bytes > this.data.length) {
      const larger = new Uint8Array(Math.max(4096, bytes * 2))
      larger.set(this.data)
      this.data = larger
    }
    if (this.length === this.ends.length) this.reserveRows(this.length + 1)
  }

  private reserveRows(rows: number): void {
    if (rows <= this.ends.length) return
    const larger = new Int32Array(Math.max(256, rows * 2))
    larger.set(this.ends)
    this.ends = larger
  }
}
