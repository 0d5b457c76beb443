import type { Span, TextBytes } from './text-bytes.ts'

const NONE = new Int32Array(0)

/** The texts of one column: where each stands in the bytes of the batch. */
export class TextColumn {
  readonly texts: TextBytes
  /** Rows so far, but for those at the end that are null. */
  length = 0
  /** How many of them are not null. */
  count = 0
  /** By row, two numbers: where its text starts, 0 when it is null, and where it ends. */
  spans: Int32Array = NONE
  private last: string | null = null
  private lastStart = 0
  private lastEnd = 0

  constructor(texts: TextBytes) {
    this.texts = texts
  }

  /** Sets the text of a row to one that is in the bytes already. Rows are set in order; those left out are null. */
  setSpan(row: number, start: number, end: number): void {
    if (row * 2 >= this.spans.length) this.reserve(row + 1)
    this.spans[row * 2] = start
    this.spans[row * 2 + 1] = end
    this.length = row + 1
    this.count++
  }

  /** Sets the text of a row; one that comes again and again is kept once. */
  set(row: number, text: string): void {
    if (text !== this.last) {
      this.last = text
      this.lastStart = this.texts.append(text)
      this.lastEnd = this.texts.length
    }
    this.setSpan(row, this.lastStart, this.lastEnd)
  }

  get(row: number): string | null {
    return this.isNull(row) ? null : this.texts.text(this.spans[row * 2]!, this.spans[row * 2 + 1]!)
  }

  /** Where the text of a row stands that is not null. */
  span(row: number): Span {
    return { start: this.spans[row * 2]!, end: this.spans[row * 2 + 1]! }
  }

  isNull(row: number): boolean {
    return row >= this.length || this.spans[row * 2] === 0
  }

  /** Orders the texts of two rows; null comes first. */
  compare(a: number, b: number): number {
    if (this.isNull(a) || this.isNull(b)) return Number(this.isNull(b)) - Number(this.isNull(a))
    const { spans } = this
    return this.texts.compare(spans[a * 2]!, spans[a * 2 + 1]!, spans[b * 2]!, spans[b * 2 + 1]!)
  }

  private reserve(rows: number): void {
    const larger = new Int32Array(Math.max(512, rows * 8))
    larger.set(this.spans)
    this.spans = larger
  }
}
