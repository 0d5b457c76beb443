import { Bool, Field, Int32, List, Schema, Table, TimestampMillisecond, tableToIPC, Utf8 } from 'apache-arrow'
import { type ColumnType, columns } from './table.ts'

const LIST = new List(new Field('element', new Utf8(), false)) // "element": Parquet's name for it in 3-level lists
const TYPES: Readonly<Record<ColumnType, Utf8 | Int32 | Bool | TimestampMillisecond | List>> = {
  string: new Utf8(),
  int: new Int32(),
  boolean: new Bool(),
  timestamp: new TimestampMillisecond('UTC'),
  list: LIST,
}

const schema = new Schema(columns.map(({ name, type }) => new Field(name, TYPES[type], true)))

/** The message of the table's schema, with which every stream begins. */
export const schemaMessage: Uint8Array = firstMessage(tableToIPC(new Table(schema), 'stream'))

/** A message without a body: 4 bytes of continuation, 4 of the length of the metadata, the metadata. */
function firstMessage(stream: Uint8Array): Uint8Array {
  return stream.slice(0, 8 + new DataView(stream.buffer, stream.byteOffset).getInt32(4, true))
}
