/** Where a text stands in the bytes of its batch. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Bytes there are behind the last text, for those who read four at a time. */
const SLACK = 3
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * The bytes that the texts of a batch are made of, as UTF-8.
 *
 * An ordinary record is copied here whole, once: its texts are spans of the copy, and no string is ever made of most.
 * No text starts at 0, which therefore stands for null.
 */
export class TextBytes {
  bytes: Uint8Array<ArrayBuffer>
  length = 1

  /** @param expected how many bytes there may come to be */
  constructor(expected: number) {
    this.bytes = new Uint8Array(1 + Math.ceil(expected) + SLACK)
  }

  /** @returns where the copy of the bytes between two positions starts */
  appendBytes(from: Uint8Array, start: number, end: number): number {
    const at = this.length
    this.reserve(end - start)
    this.bytes.set(from.subarray(start, end), at)
    this.length += end - start
    return at
  }

  /**
   * Appends a text; it ends where the bytes now end.
   *
   * @param text well-formed
   * @returns where it starts
   */
  append(text: string): number {
    const at = this.length
    this.reserve(text.length)
    const { bytes } = this
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit >= 0x80) {
        const encoded = encoder.encode(text)
        return this.appendBytes(encoded, 0, encoded.length)
      }
      bytes[at + i] = unit
    }
    this.length += text.length
    return at
  }

  appendSpan(text: string): Span {
    return { start: this.append(text), end: this.length }
  }

  text(start: number, end: number): string {
    return decoder.decode(this.bytes.subarray(start, end))
  }

  /** Orders two texts by their bytes, which is the order of their code points. */
  compare(aStart: number, aEnd: number, bStart: number, bEnd: number): number {
    const { bytes } = this
    const common = Math.min(aEnd - aStart, bEnd - bStart)
    for (let i = 0; i < common; i++) {
      const difference = bytes[aStart + i]! - bytes[bStart + i]!
      if (difference !== 0) return difference
    }
    return aEnd - aStart - (bEnd - bStart)
  }

  private reserve(more: number): void {
    if (this.length + more + SLACK <= this.bytes.length) return
    const larger = new Uint8Array((this.length + more + SLACK) * 2)
    larger.set(this.bytes)
    this.bytes = larger
  }
}
