import { tableFromIPC } from 'apache-arrow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { withArrowStream } from '../../packages/core/src/arrow-stream.ts'
import { encodeParquet } from '../../packages/core/src/parquet.ts'
import { Rows } from '../../packages/core/src/rows.ts'
import { type Cell, type ColumnType, columns } from '../../packages/core/src/table.ts'
import { readParquet } from '../interop/hyparquet.ts'

type CellOf = Exclude<Cell, null>
type RowOf = Readonly<Record<string, CellOf>>

const text = fc.oneof(
  fc.constantFrom('OK', 'a@example.com', '203.0.113.7', 'é', '名', '😀', '\uFEFFa'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter(string => string.isWellFormed()),
  fc.string({ unit: 'grapheme', minLength: 200, maxLength: 400 }),
)
const cells: Readonly<Record<ColumnType, fc.Arbitrary<CellOf>>> = {
  string: text,
  int: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  boolean: fc.boolean(),
  timestamp: fc.integer({ min: -62135596800000, max: 253402300799999 }),
  list: fc.array(fc.oneof(text, fc.constant('')), { maxLength: 4 }),
}

/** A row: a cell in some of the columns. */
const row: fc.Arbitrary<RowOf> = fc
  .subarray([...columns])
  .chain(some => fc.record(Object.fromEntries(some.map(({ name, type }) => [name, cells[type]]))))

/** Rows, and the order in which some of them are taken. */
const taken = fc
  .array(row, { minLength: 1, maxLength: 12 })
  .chain(rows => fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows.keys()], { minLength: 1 })))

function rowsOf(records: readonly RowOf[]): Rows {
  const rows = new Rows()
  for (const record of records) {
    columns.forEach(({ name }, column) => {
      rows.setCell(column, record[name] ?? null)
    })
    rows.endRow()
  }
  return rows
}

/** As readers show it: timestamps as ISO texts. */
function shown(record: RowOf): RowOf {
  return Object.fromEntries(
    Object.entries(record).map(([name, cell]) => {
      const isTime = columns.some(column => column.name === name && column.type === 'timestamp')
      return [name, isTime ? new Date(cell as number).toISOString() : cell]
    }),
  )
}

/** A cell as Arrow's reader shows it, which drops a text's first character where it is a byte order mark (U+FEFF). */
function inArrow(cell: Cell): Cell {
  if (typeof cell === 'string') return cell.replace(/^\uFEFF/, '')
  return Array.isArray(cell) ? cell.map(text => text.replace(/^\uFEFF/, '')) : cell
}

/** A value as Arrow gives it, its lists as arrays. */
function plain(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? [...(value as Iterable<unknown>)] : value
}

describe('encodeParquet', () => {
  it('writes what a reader reads: every row, in order, every cell', async () => {
    await fc.assert(
      fc.asyncProperty(taken, async ([records, order]) => {
        const read = await readParquet(encodeParquet(rowsOf(records), order))
        expect(read).toEqual(order.map(i => shown(records[i]!)))
      }),
      { numRuns: 100 },
    )
  })
})

describe('withArrowStream', () => {
  it('writes what Arrow reads', () => {
    fc.assert(
      fc.property(taken, ([records, order]) => {
        const table = withArrowStream(rowsOf(records), order, stream => tableFromIPC(stream.slice()))
        expect(table.numRows).toBe(order.length)
        const read = order.map((_, i) => columns.map(({ name }) => plain(table.getChild(name)!.get(i))))
        expect(read).toEqual(order.map(i => columns.map(({ name }) => inArrow(records[i]![name] ?? null))))
      }),
      { numRuns: 100 },
    )
  })
})

describe('Rows', () => {
  it('gives back every cell', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), records => {
        const rows = rowsOf(records)
        expect(records.map((_, i) => columns.map((_, column) => rows.get(column, i)))).toEqual(
          records.map(record => columns.map(({ name }) => record[name] ?? null)),
        )
      }),
      { numRuns: 100 },
    )
  })
})
