import { createHash } from 'node:crypto'
import type { SourceRecord } from '../../packages/core/src/source-record.ts'
import { type Cell, columns } from '../../packages/core/src/table.ts'
import {
  type DataFile,
  type TransformOptions,
  type TransformResult,
  transform,
} from '../../packages/core/src/transform.ts'
import { readParquet } from '../interop/hyparquet.ts'

export const WRITTEN_AT = Date.UTC(2026, 10, 22, 10, 30)

const encoder = new TextEncoder()

/** A batch of one shard, a Kinesis record for each piece of data. */
export function batch(...data: readonly (string | Uint8Array)[]): SourceRecord[] {
  return data.map((piece, i) => ({
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: `4966${String(i).padStart(52, '0')}`,
    arrivalTime: WRITTEN_AT + i,
    data: typeof piece === 'string' ? encoder.encode(piece) : piece,
  }))
}

/** The transform at a fixed time. */
export function transformed(
  records: readonly SourceRecord[],
  options: Partial<TransformOptions> = {},
): TransformResult {
  return transform(records, { writtenAt: WRITTEN_AT, ...options })
}

/** A result with its files' bytes as hashes: quick to compare, short to print. */
export function fingerprint({ dataFiles, ...rest }: TransformResult) {
  return {
    ...rest,
    dataFiles: dataFiles.map(({ body, ...file }) => ({
      ...file,
      sha256: createHash('sha256').update(body).digest('hex'),
    })),
  }
}

/** A row as an object without its nulls; timestamps as ISO texts. */
export type RowObject = Readonly<Record<string, Exclude<Cell, null>>>

/** The rows of data files, read by somebody else's reader. */
export async function rowsOf(files: readonly DataFile[]): Promise<RowObject[]> {
  const rows: RowObject[] = []
  for (const file of files) rows.push(...(await readParquet(file.body)))
  return rows
}

/** The same row without where it came from. */
export function withoutProvenance(row: RowObject): RowObject {
  const provenance = columns.filter(column => column.group === 'provenance').map(column => column.name)
  return Object.fromEntries(Object.entries(row).filter(([name]) => !provenance.includes(name)))
}
