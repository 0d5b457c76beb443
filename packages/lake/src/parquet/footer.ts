import { LIST, STRUCT, type ThriftField, type ThriftStruct } from './thrift-compact.ts'

// the ids of https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift, as far as they are needed
export const FILE = { schema: 2, rows: 3, rowGroups: 4 } as const
export const ELEMENT = { name: 4, children: 5, convertedType: 6, logicalType: 10 } as const
export const ROW_GROUP = { columns: 1, rows: 3, fileOffset: 5, ordinal: 7 } as const
export const CHUNK = { fileOffset: 2, metadata: 3, indexes: [4, 5, 6, 7] } as const
export const COLUMN = {
  path: 3,
  compressedSize: 7,
  dataPage: 9,
  indexPage: 10,
  dictionaryPage: 11,
  statistics: 12,
} as const
export const BLOOM_FILTER = [14, 15] as const
export const STATISTICS = { min: 6 } as const

/** What stands behind the footer: its length in four bytes, and the format's mark. */
export const FOOTER_END_BYTES = 8
export const MARK: Uint8Array = new TextEncoder().encode('PAR1')
/** A footer of 200 columns in 500 row groups is a tenth of it. */
const LONGEST_FOOTER = 256 * 1024 * 1024

/**
 * How long the footer of a Parquet file is, from the last bytes of the file.
 *
 * @throws Error for what is no Parquet file
 */
export function footerLength(end: Uint8Array): number {
  const tail = end.subarray(-FOOTER_END_BYTES)
  const isParquet = tail.length === FOOTER_END_BYTES && MARK.every((byte, i) => tail[i + 4] === byte)
  const length = isParquet ? new DataView(tail.buffer, tail.byteOffset).getUint32(0, true) : 0
  if (length === 0 || length > LONGEST_FOOTER) throw new Error('a file that should be Parquet is none')
  return length
}

/** The structs in a list. */
export function structsIn(struct: ThriftStruct, id: number): readonly ThriftStruct[] {
  const list = struct.get(id)?.value
  return list && typeof list === 'object' && 'items' in list ? (list.items as readonly ThriftStruct[]) : []
}

/** A struct in a struct; an empty one when it is not there. */
export function structIn(struct: ThriftStruct, id: number): ThriftStruct {
  const value = struct.get(id)?.value
  return value instanceof Map ? value : new Map()
}

/** @returns 0 when it is not there */
export function numberIn(struct: ThriftStruct, id: number): number {
  const value = struct.get(id)?.value
  return typeof value === 'bigint' ? Number(value) : 0
}

export function textIn(struct: ThriftStruct, id: number): string {
  const value = struct.get(id)?.value
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : ''
}

/** The same struct with other fields; undefined takes one away. */
export function withFields(
  struct: ThriftStruct,
  fields: Readonly<Record<number, ThriftField | undefined>>,
): ThriftStruct {
  const changed = new Map(struct)
  for (const [id, field] of Object.entries(fields)) {
    if (field) changed.set(Number(id), field)
    else changed.delete(Number(id))
  }
  return new Map([...changed].sort(([one], [other]) => one - other))
}

/** A list of structs. */
export function structs(items: readonly ThriftStruct[]): ThriftField {
  return { type: LIST, value: { elements: STRUCT, items } }
}

/** The names of a file's columns. A list or a struct is one. */
export function columnNames(file: ThriftStruct): string[] {
  const [root, ...elements] = structsIn(file, FILE.schema)
  const names: string[] = []
  let at = 0
  function pass(): string {
    const element = elements[at++]
    if (!element) throw new Error('the schema of a Parquet file breaks off')
    for (let i = numberIn(element, ELEMENT.children); i > 0; i--) pass()
    return textIn(element, ELEMENT.name)
  }
  for (let i = root ? numberIn(root, ELEMENT.children) : 0; i > 0; i--) names.push(pass())
  return names
}
