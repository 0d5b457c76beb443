import { ListColumn } from './list-column.ts'
import { NumberColumn } from './number-column.ts'
import { type Cell, columns } from './table.ts'
import { TextBytes } from './text-bytes.ts'
import { TextColumn } from './text-column.ts'

/** Rows of the table while a batch is made, column by column: that is how Parquet wants them. */
export class Rows {
  length = 0
  /** What the texts of all columns are made of. */
  readonly bytes: TextBytes
  /** By column, for those of texts. */
  readonly texts: readonly TextColumn[]
  /** By column, for those of lists. */
  readonly lists: readonly ListColumn[]
  /** By column, for those of numbers, timestamps and truth values. */
  readonly numbers: readonly NumberColumn[] = columns.map(() => new NumberColumn())

  /** @param expectedBytes how many bytes of texts there may come to be */
  constructor(expectedBytes = 0) {
    this.bytes = new TextBytes(expectedBytes)
    this.texts = columns.map(() => new TextColumn(this.bytes))
    this.lists = columns.map(() => new ListColumn(this.bytes))
  }

  /** Sets a text of the row that is being made. */
  setText(column: number, text: string | null): void {
    if (text !== null) this.texts[column]!.set(this.length, text)
  }

  /** Sets a text of the row that is being made to what stands between two positions of `bytes`. */
  setSpan(column: number, start: number, end: number): void {
    this.texts[column]!.setSpan(this.length, start, end)
  }

  /** Sets a list of the row that is being made to a JSON array in `bytes`; false when it is not one of plain strings. */
  setJsonList(column: number, start: number, end: number): boolean {
    return this.lists[column]!.setJson(this.length, start, end)
  }

  /** Sets a number of the row that is being made. */
  setNumber(column: number, value: number | null): void {
    if (value !== null) this.numbers[column]!.set(this.length, value)
  }

  /** Sets a cell of the row that is being made, of whatever type the column is. */
  setCell(column: number, cell: Cell): void {
    if (cell === null) return
    if (typeof cell === 'string') this.setText(column, cell)
    else if (typeof cell !== 'object') this.setNumber(column, Number(cell))
    else this.lists[column]!.set(this.length, cell)
  }

  /** Ends the row that is being made. */
  endRow(): void {
    this.length++
  }

  get(column: number, row: number): Cell {
    const { type } = columns[column]!
    if (type === 'string') return this.texts[column]!.get(row)
    if (type === 'list') return this.lists[column]!.get(row)
    const number = this.numbers[column]!.get(row)
    return type === 'boolean' && number !== null ? number === 1 : number
  }
}
