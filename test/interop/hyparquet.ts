import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { RowObject } from '../core/batch.ts'

/** hyparquet's own decoder drops a text's first character where it is a byte order mark (U+FEFF). */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Reads a Parquet file by hyparquet. */
export async function readParquet(body: Uint8Array): Promise<RowObject[]> {
  const file = body.buffer.slice(body.byteOffset, body.byteOffset + body.byteLength) as ArrayBuffer
  const rows = await parquetReadObjects({
    file,
    compressors,
    parsers: { stringFromBytes: bytes => bytes && decoder.decode(bytes) },
  })
  return rows.map(comparable)
}

/** A reader's row in the one form all readers are compared in: no nulls, timestamps as ISO texts, numbers as numbers. */
export function comparable(row: Readonly<Record<string, unknown>>): RowObject {
  const cells = Object.entries(row).flatMap(([name, value]) => {
    if (value === null || value === undefined) return []
    if (value instanceof Date) return [[name, value.toISOString()]]
    return [[name, typeof value === 'bigint' ? Number(value) : value]]
  })
  return Object.fromEntries(cells) as RowObject
}
