import { ArrowBody } from './arrow-body.ts'
import { messageLength, writeMessage } from './arrow-message.ts'
import { schemaMessage } from './arrow-schema.ts'
import { writeVectors } from './arrow-vectors.ts'
import type { Rows } from './rows.ts'
import { type ColumnType, columns } from './table.ts'

/** How many vectors and buffers a column of a type has: a list has those of its elements besides. */
const PARTS: Readonly<Record<ColumnType, { readonly vectors: number; readonly buffers: number }>> = {
  string: { vectors: 1, buffers: 3 },
  int: { vectors: 1, buffers: 2 },
  boolean: { vectors: 1, buffers: 2 },
  timestamp: { vectors: 1, buffers: 2 },
  list: { vectors: 2, buffers: 5 },
}
const MESSAGE = messageLength(
  columns.reduce((sum, { type }) => sum + PARTS[type].vectors, 0),
  columns.reduce((sum, { type }) => sum + PARTS[type].buffers, 0),
)
const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)

/**
 * Lends rows as an Arrow IPC stream of one record batch, written by hand: building Arrow's objects first would cost as
 * much as all the encoding, and a copy.
 *
 * @param order the numbers of the rows to take, in the order to take them
 * @param use takes the stream, whose bytes are good until it returns
 */
export function withArrowStream<Result>(
  rows: Rows,
  order: readonly number[],
  use: (stream: Uint8Array) => Result,
): Result {
  const start = schemaMessage.length + MESSAGE
  const body = new ArrowBody(start, order.length * columns.length * 4 + rows.bytes.length * 2)
  body.bytes.set(schemaMessage)
  writeVectors(rows, order, body)
  writeMessage(body, schemaMessage.length, order.length)
  const end = body.take(END_OF_STREAM.length)
  body.bytes.set(END_OF_STREAM, end)
  const result = use(body.bytes.subarray(0, end + END_OF_STREAM.length))
  body.release()
  return result
}
