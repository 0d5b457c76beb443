import fc from 'fast-check'
import { parquetMetadata } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { columnNames, FOOTER_END_BYTES, footerLength } from '../../../packages/lake/src/parquet/footer.ts'
import {
  readStruct,
  type ThriftField,
  type ThriftStruct,
  writeStruct,
} from '../../../packages/lake/src/parquet/thrift-compact.ts'

const TRUE = 1
const FALSE = 2
const BYTE = 3
const I64 = 6
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const STRUCT = 12

const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const bytes = fc.uint8Array({ maxLength: 300 })

const { struct } = fc.letrec<{ struct: ThriftStruct; field: ThriftField }>(tie => ({
  field: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom({ type: TRUE, value: true }, { type: FALSE, value: false }),
    fc.record({ type: fc.constant(BYTE), value: fc.bigInt({ min: 0n, max: 255n }) }),
    fc.record({ type: fc.constantFrom(4, 5, I64), value: integer }),
    fc.record({ type: fc.constant(DOUBLE), value: fc.uint8Array({ minLength: 8, maxLength: 8 }) }),
    fc.record({ type: fc.constant(BINARY), value: bytes }),
    fc.array(fc.boolean(), { maxLength: 20 }).map(items => ({ type: LIST, value: { elements: TRUE, items } })),
    fc.array(integer, { maxLength: 20 }).map(items => ({ type: LIST, value: { elements: I64, items } })),
    fc.array(tie('struct'), { maxLength: 3 }).map(items => ({ type: LIST, value: { elements: STRUCT, items } })),
    tie('struct').map(value => ({ type: STRUCT, value })),
  ),
  struct: fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 2_000 }), tie('field')), { selector: ([id]) => id, maxLength: 6 })
    .map(fields => new Map(fields.sort(([one], [other]) => one - other)) as ThriftStruct),
}))

describe("Thrift's compact protocol", () => {
  it('reads what it has written', () => {
    fc.assert(
      fc.property(struct, fields => {
        expect(readStruct(writeStruct(fields))).toEqual(fields)
      }),
    )
  })

  it('says that a struct breaks off, wherever it does', () => {
    fc.assert(
      fc.property(struct, fc.nat(), (fields, at) => {
        const written = writeStruct(fields)
        expect(() => readStruct(written.subarray(0, at % written.length))).toThrow(RangeError)
      }),
    )
  })

  it('refuses or reads any bytes, and never hangs on them', () => {
    fc.assert(
      fc.property(bytes, any => {
        try {
          readStruct(any)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
    )
  })

  it('writes the footer of a Parquet file again, byte for byte', () => {
    const file = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'log_id', data: ['a', 'b'], type: 'STRING' },
          { name: 'emit_time', data: [1n, 2n], type: 'INT64' },
        ],
      }),
    )
    const length = footerLength(file)
    const footer = file.subarray(file.length - FOOTER_END_BYTES - length, file.length - FOOTER_END_BYTES)
    expect(writeStruct(readStruct(footer))).toEqual(footer)
    expect(columnNames(readStruct(footer))).toEqual(['log_id', 'emit_time'])
    expect(
      parquetMetadata(file)
        .schema.slice(1)
        .map(({ name }) => name),
    ).toEqual(['log_id', 'emit_time'])
  })
})
