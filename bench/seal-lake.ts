import { gzipSync } from 'node:zlib'
import { ingest } from '../packages/lake/src/index.ts'
import { openLocalLake } from '../packages/lake/src/local/index.ts'
import { endlessAuditLines } from './audit-lines.ts'

const DAY_MS = 86_400_000
/** The day that is sealed, or the last of them. */
export const DAY = Date.UTC(2026, 10, 21)

/** Bytes of the events as they came. */
export interface Filled {
  readonly rows: number
  readonly bytes: number
  /** As NDJSON, each file gzipped as one: what an archive of the stream takes. */
  readonly gzipBytes: number
}

/** Fills a lake with the events of some days, in files of the same size, written over the days as they would have come. */
export async function fillLake(folder: string, files: number, rowsPerFile: number, days = 1): Promise<Filled> {
  const lake = await openLocalLake(folder)
  const lines = endlessAuditLines()
  const filled = { rows: 0, bytes: 0, gzipBytes: 0 }
  for (let file = 0; file < files; file++) {
    const length = (days * DAY_MS) / files
    const from = DAY - (days - 1) * DAY_MS + file * length
    const records = Array.from({ length: rowsPerFile }, (_, i) =>
      onTheDay(lines.next().value, from + (i * length) / rowsPerFile),
    )
    const data = new TextEncoder().encode(`${records.join('\n')}\n`)
    filled.rows += rowsPerFile
    filled.bytes += data.length
    filled.gzipBytes += gzipSync(data).length
    const record = {
      source: 'kinesis:bench',
      shardId: 'shardId-000000000000',
      sequenceNumber: String(10 ** 15 + file),
      arrivalTime: from,
      data,
    }
    await ingest([record], lake, { writtenAt: Math.floor(from) })
  }
  return filled
}

/** Events keep all they say but their time. */
function onTheDay(line: string, time: number): string {
  return line.replace(/"emit_time":"[^"]*"/, `"emit_time":"${new Date(time).toISOString()}"`)
}
