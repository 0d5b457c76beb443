import { ListColumn } from './list-column.ts'
import { type Cell, columns } from './table.ts'
import { TextColumn } from './text-column.ts'

/** One row of the table: cells in the order of `columns`. */
export type Row = readonly Cell[]

/** Rows of the table while a batch is made, column by column: that is how Parquet wants them. */
export class Rows {
  length = 0
  /** By column, for those of texts; a column of any kind may end before the last row, which then is null. */
  readonly texts: readonly TextColumn[] = columns.map(() => new TextColumn())
  /** By column, for those of lists. */
  readonly lists: readonly ListColumn[] = columns.map(() => new ListColumn())
  /** By column, for those of numbers and truth values. */
  readonly cells: readonly (number | boolean | null)[][] = columns.map(() => [])

  /** Sets a text of the row that is being made. */
  setText(column: number, text: string | null): void {
    if (text === null) return
    const target = this.texts[column]!
    target.padTo(this.length)
    target.append(text)
  }

  /** Sets a text of the row that is being made to what stands between two positions of UTF-8 bytes. */
  setBytes(column: number, bytes: Uint8Array, start: number, end: number): void {
    const target = this.texts[column]!
    target.padTo(this.length)
    target.appendBytes(bytes, start, end)
  }

  /** Sets a list of the row that is being made to a JSON array; false when it is not one of plain strings. */
  setJsonList(column: number, bytes: Uint8Array, start: number, end: number): boolean {
    const target = this.lists[column]!
    target.padTo(this.length)
    return target.appendJson(bytes, start, end)
  }

  /** Sets a number or truth value of the row that is being made. */
  setNumber(column: number, cell: number | boolean | null): void {
    if (cell === null) return
    const cells = this.cells[column]!
    while (cells.length < this.length) cells.push(null)
    cells.push(cell)
  }

  /** Sets a cell of the row that is being made, of whatever type the column is. */
  setCell(column: number, cell: Cell): void {
    if (cell === null) return
    if (typeof cell === 'string') this.setText(column, cell)
    else if (typeof cell !== 'object') this.setNumber(column, cell)
    else {
      this.lists[column]!.padTo(this.length)
      this.lists[column]!.append(cell)
    }
  }

  /** Ends the row that is being made. */
  endRow(): void {
    this.length++
  }

  get(column: number, row: number): Cell {
    const { type } = columns[column]!
    if (type === 'string') return this.texts[column]!.get(row)
    if (type === 'list') return this.lists[column]!.get(row)
    const cells = this.cells[column]!
    return row < cells.length ? cells[row]! : null
  }

  row(row: number): Row {
    return columns.map((_, column) => this.get(column, row))
  }
}
