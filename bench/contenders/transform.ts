import { type SourceRecord, type TransformOptions, transform } from '../../packages/core/src/index.ts'
import type { Contender } from './contender.ts'

const WRITTEN_AT = Date.UTC(2026, 10, 22, 10)
const encoder = new TextEncoder()

/** The transform, a Kinesis record for each line. */
export const records = contender('transform, a Kinesis record each', lines =>
  lines.map((line, i) => sourceRecord(line, 10n ** 55n + BigInt(i))),
)

/** The transform, all lines in one record: as files are ingested. */
export const block = contender('transform, a block of a file', lines => [sourceRecord(lines.join('\n'), 0n)])

/** The transform as it is where the scanner vouches for nothing. */
export const byJsonParse = contender(
  'transform, scanner off',
  lines => lines.map((line, i) => sourceRecord(line, 10n ** 55n + BigInt(i))),
  { reader: 'parse' },
)

function contender(
  label: string,
  batchOf: (lines: readonly string[]) => readonly SourceRecord[],
  options: Partial<TransformOptions> = {},
): Contender {
  return {
    label,
    async prepare(batches) {
      const ready = batches.map(batchOf)
      return async batch => transform(ready[batch]!, { writtenAt: WRITTEN_AT, ...options }).dataFiles[0]!.body
    },
  }
}

function sourceRecord(data: string, sequenceNumber: bigint): SourceRecord {
  return {
    source: 'kinesis:temporal-audit-logs',
    shardId: 'shardId-000000000000',
    sequenceNumber: String(sequenceNumber),
    arrivalTime: WRITTEN_AT,
    data: encoder.encode(data),
  }
}
