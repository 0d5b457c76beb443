import type { ArrowBody } from './arrow-body.ts'

const FIXED = 80 // bytes before the first field node
const PAIR = 16 // bytes of a FieldNode or a Buffer: two int64
const PREFIX = 8 // bytes of an encapsulated message before its metadata

/** Bytes that the message of a record batch takes before the body. */
export function messageLength(vectors: number, buffers: number): number {
  return PREFIX + FIXED + vectors * PAIR + 8 + buffers * PAIR
}

/**
 * Writes the message of a record batch before its body (Arrow Columnar Format, "Encapsulated message format").
 *
 * Its metadata is a FlatBuffer of one shape, of which only numbers differ:
 * `Message { version, header: RecordBatch { length, nodes, buffers }, bodyLength }`, see Arrow's `Message.fbs`.
 *
 * @param at where the message begins in the body's bytes
 * @param rows of the record batch
 */
export function writeMessage({ bytes, length, vectors, buffers }: ArrowBody, at: number, rows: number): void {
  const view = new DataView(bytes.buffer, at)
  const buffersAt = FIXED + (vectors.length / 2) * PAIR + 4
  view.setInt32(0, -1) // continuation
  view.setInt32(4, buffersAt + 4 + (buffers.length / 2) * PAIR, true)

  const metadata = new DataView(bytes.buffer, at + PREFIX)
  const int32 = (position: number, value: number) => metadata.setInt32(position, value, true)
  const int16s = (position: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) metadata.setInt16(position + i * 2, value, true)
  }
  // no number is as great as 2 ** 31: the upper halves stay zero
  const int64s = (position: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) int32(position + i * 8, value)
  }

  int32(0, 16) // where the root table is
  // vtable of Message: its size, the table's, and where version, header_type, header and bodyLength are in the table
  int16s(4, [12, 20, 16, 18, 4, 8])
  int32(16, 16 - 4)
  int32(20, 52 - 20)
  int64s(24, [length])
  int16s(32, [METADATA_V5, RECORD_BATCH])
  // vtable of RecordBatch: where length, nodes and buffers are
  int16s(36, [10, 20, 4, 12, 16])
  int32(52, 52 - 36)
  int64s(56, [rows])
  int32(64, FIXED - 4 - 64)
  int32(68, buffersAt - 68)
  int32(FIXED - 4, vectors.length / 2)
  int64s(FIXED, vectors)
  int32(buffersAt, buffers.length / 2)
  int64s(buffersAt + 4, buffers)
}

const METADATA_V5 = 4
const RECORD_BATCH = 3
