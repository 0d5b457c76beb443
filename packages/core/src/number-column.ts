const NONE = new Float64Array(0)

/** The numbers, or truth values as 0 and 1, of one column. */
export class NumberColumn {
  /** Rows so far, but for those at the end that are null. */
  length = 0
  /** How many of them are not null. */
  count = 0
  /** By row; NaN when it is null. */
  values: Float64Array = NONE

  /** Sets the number of a row. Rows are set in order; those left out are null. */
  set(row: number, value: number): void {
    if (row >= this.values.length) this.reserve(row + 1)
    this.values[row] = value
    this.length = row + 1
    this.count++
  }

  get(row: number): number | null {
    return this.isNull(row) ? null : this.values[row]!
  }

  isNull(row: number): boolean {
    return row >= this.length || Number.isNaN(this.values[row])
  }

  /** Orders the numbers of two rows; null comes first. */
  compare(a: number, b: number): number {
    if (this.isNull(a) || this.isNull(b)) return Number(this.isNull(b)) - Number(this.isNull(a))
    return this.values[a]! - this.values[b]!
  }

  private reserve(rows: number): void {
    const larger = new Float64Array(Math.max(256, rows * 2)).fill(Number.NaN, this.values.length)
    larger.set(this.values)
    this.values = larger
  }
}
