import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { endlessAuditLines } from './audit-lines.ts'
import { measured } from './child-process.ts'
import type { IngestSample } from './measure-ingest.ts'
import { median } from './median.ts'

/** What ingesting a file costs. */
export interface IngestResult {
  readonly file: string
  readonly rows: number
  readonly rowsPerSecond: number
  /** CPU microseconds per row, of all threads. */
  readonly cpu: number
  readonly peakBytes: number
}

export interface IngestOptions {
  /** Rows of each file. */
  readonly files: readonly { readonly rows: number; readonly isGzipped: boolean }[]
  readonly processes: number
  readonly onProgress: (text: string) => void
}

/** Files of audit records into lakes in folders, each in a process of its own. */
export async function benchIngest({ files, processes, onProgress }: IngestOptions): Promise<IngestResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-lake-bench-'))
  try {
    const results: IngestResult[] = []
    for (const { rows, isGzipped } of files) {
      const file = `${rows} rows, ${isGzipped ? 'gzipped' : 'plain'}`
      const path = join(folder, isGzipped ? 'lines.ndjson.gz' : 'lines.ndjson')
      onProgress(`writing a file of ${file}`)
      await writeAuditFile(path, rows, isGzipped)
      const samples: IngestSample[] = []
      for (let process = 0; process < processes; process++) {
        onProgress(`ingesting ${file}, process ${process + 1} of ${processes}`)
        samples.push(await measured('./measure-ingest.ts', path, join(folder, 'lake')))
        await rm(join(folder, 'lake'), { recursive: true })
      }
      await rm(path)
      results.push({
        file,
        rows,
        rowsPerSecond: median(samples.map(sample => sample.rows / sample.seconds)),
        cpu: median(samples.map(sample => (sample.cpuSeconds / sample.rows) * 1e6)),
        peakBytes: median(samples.map(sample => sample.peakBytes)),
      })
    }
    return results
  } finally {
    await rm(folder, { recursive: true })
  }
}

const LINES_AT_ONCE = 1000

async function writeAuditFile(path: string, rows: number, isGzipped: boolean): Promise<void> {
  const chunks = function* () {
    let lines: string[] = []
    let left = rows
    for (const line of endlessAuditLines()) {
      lines.push(line)
      left--
      if (lines.length === LINES_AT_ONCE || left === 0) {
        yield `${lines.join('\n')}\n`
        lines = []
      }
      if (left === 0) return
    }
  }
  const file = createWriteStream(path)
  if (isGzipped) await pipeline(Readable.from(chunks()), createGzip(), file)
  else await pipeline(Readable.from(chunks()), file)
}
