import {
  BLOOM_FILTER,
  CHUNK,
  COLUMN,
  FILE,
  FOOTER_END_BYTES,
  MARK,
  numberIn,
  ROW_GROUP,
  STATISTICS,
  structIn,
  structs,
  structsIn,
  withFields,
} from './footer.ts'
import { I64, readStruct, STRUCT, type ThriftField, type ThriftStruct, writeStruct } from './thrift-compact.ts'
import { timed } from './time-column.ts'

/** Bytes of one of the files that are joined. */
export interface Piece {
  /** Which file, by its place in the list. */
  readonly file: number
  readonly from: number
  readonly to: number
}

/** A file made of row groups of others: what to write one behind the other. */
export interface JoinedFile {
  readonly start: Uint8Array
  /** Row groups. None is changed, so none must be decoded. */
  readonly pieces: readonly Piece[]
  readonly end: Uint8Array
  readonly rows: number
}

export interface JoinOptions {
  /** A column of 64-bit integers: the row groups are sorted by their least value of it. */
  readonly orderBy: string
  /** Columns of 64-bit integers that are milliseconds since the epoch: they become times in UTC. */
  readonly times: readonly string[]
}

/**
 * Joins Parquet files of the same columns into one, by their footers alone.
 *
 * A row group says nothing of where it stands: only the footer does. So it can be put behind any other. What is not in
 * row groups is left out: page indexes and Bloom filters, which no reader needs.
 *
 * @param footers of the files
 * @throws Error when the files have different columns, or there is none
 */
export function joinedFile(footers: readonly Uint8Array[], { orderBy, times }: JoinOptions): JoinedFile {
  const files = footers.map(readStruct)
  const [first] = files
  if (!first) throw new Error('no file is there to be joined')
  const schema = schemaBytes(first)
  if (files.some(file => !isSame(schemaBytes(file), schema)))
    throw new Error('files of different columns cannot be joined')
  const groups = files.flatMap((file, index) =>
    structsIn(file, FILE.rowGroups).map(group => groupIn(group, index, orderBy)),
  )
  groups.sort((one, other) => (one.least < other.least ? -1 : one.least > other.least ? 1 : 0))
  let at = MARK.length
  const moved: ThriftStruct[] = []
  for (const { group, piece } of groups) {
    moved.push(movedGroup(group, piece.from, at, moved.length))
    at += piece.to - piece.from
  }
  const rows = moved.reduce((sum, group) => sum + numberIn(group, ROW_GROUP.rows), 0)
  const footer = withFields(first, {
    [FILE.schema]: structs(structsIn(first, FILE.schema).map(element => timed(element, times))),
    [FILE.rows]: { type: I64, value: BigInt(rows) },
    [FILE.rowGroups]: structs(moved),
  })
  return { start: MARK, pieces: groups.map(({ piece }) => piece), end: footerEnd(writeStruct(footer)), rows }
}

interface Group {
  readonly group: ThriftStruct
  readonly piece: Piece
  /** The least value of the column that row groups are sorted by. */
  readonly least: bigint
}

function groupIn(group: ThriftStruct, file: number, orderBy: string): Group {
  const columns = structsIn(group, ROW_GROUP.columns).map(chunk => structIn(chunk, CHUNK.metadata))
  const starts = columns.map(startOf)
  const ends = columns.map((column, i) => starts[i]! + numberIn(column, COLUMN.compressedSize))
  const piece = { file, from: Math.min(...starts), to: Math.max(...ends) }
  return { group, piece, least: leastOf(columns, orderBy) }
}

/** A chunk begins with its dictionary, if it has one. */
function startOf(column: ThriftStruct): number {
  const pages = [COLUMN.dataPage, COLUMN.indexPage, COLUMN.dictionaryPage].map(id => numberIn(column, id))
  return Math.min(...pages.filter(page => page > 0))
}

function leastOf(columns: readonly ThriftStruct[], name: string): bigint {
  const column = columns.find(column => pathOf(column) === name)
  const least = column && structIn(column, COLUMN.statistics).get(STATISTICS.min)?.value
  if (!(least instanceof Uint8Array) || least.length !== 8)
    throw new Error(`a row group does not say the least ${name} in it`)
  return new DataView(least.buffer, least.byteOffset).getBigInt64(0, true)
}

function pathOf(column: ThriftStruct): string {
  const path = column.get(COLUMN.path)?.value as { readonly items: readonly Uint8Array[] }
  return path.items.map(name => new TextDecoder().decode(name)).join('.')
}

/** A row group somewhere else. @param from where it began @param to where it begins now */
function movedGroup(group: ThriftStruct, from: number, to: number, ordinal: number): ThriftStruct {
  const chunks = structsIn(group, ROW_GROUP.columns).map(chunk => {
    const metadata = structIn(chunk, CHUNK.metadata)
    const pages = [COLUMN.dataPage, COLUMN.indexPage, COLUMN.dictionaryPage]
    const offsets = pages.flatMap(id => {
      const offset = numberIn(metadata, id)
      return offset > 0 ? [[id, offset64(offset - from + to)] as const] : []
    })
    const column = withFields(metadata, { ...Object.fromEntries(offsets), ...nothing(BLOOM_FILTER) })
    return withFields(chunk, {
      // it is out of use, and must be there: 0 says that nothing stands there
      [CHUNK.fileOffset]: offset64(0),
      [CHUNK.metadata]: { type: STRUCT, value: column },
      ...nothing(CHUNK.indexes),
    })
  })
  return withFields(group, {
    [ROW_GROUP.columns]: structs(chunks),
    [ROW_GROUP.fileOffset]: offset64(to),
    [ROW_GROUP.ordinal]: group.has(ROW_GROUP.ordinal)
      ? { ...group.get(ROW_GROUP.ordinal)!, value: BigInt(ordinal) }
      : undefined,
  })
}

function offset64(value: number): ThriftField {
  return { type: I64, value: BigInt(value) }
}

function nothing(ids: readonly number[]): Record<number, undefined> {
  return Object.fromEntries(ids.map(id => [id, undefined]))
}

function schemaBytes(file: ThriftStruct): Uint8Array {
  return writeStruct(new Map([[FILE.schema, file.get(FILE.schema)!]]))
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, i) => byte === other[i])
}

function footerEnd(footer: Uint8Array): Uint8Array {
  const end = new Uint8Array(footer.length + FOOTER_END_BYTES)
  end.set(footer)
  new DataView(end.buffer).setUint32(footer.length, footer.length, true)
  end.set(MARK, footer.length + 4)
  return end
}
