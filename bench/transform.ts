import { gzipSync } from 'node:zlib'
import { auditLines } from './audit-lines.ts'
import { measured } from './child-process.ts'
import { contenders } from './contenders/contender.ts'
import type { ContenderSample, ContenderTask } from './measure-contender.ts'
import { median } from './median.ts'

/** What writing batches of a size costs a contender. */
export interface TransformResult {
  readonly writer: string
  readonly rowsPerBatch: number
  /** CPU microseconds per row, all in: from lines to the bytes of a Parquet file. */
  readonly cpu: number
  /** CPU as a multiple of JSON.parse's in the same process: values dropped at once, values of a batch kept. */
  readonly timesParse: number
  readonly timesParseAndKeep: number
  /** Bytes of the Parquet file per row, and of the same lines gzipped. */
  readonly bytesPerRow: number
  readonly gzipBytesPerRow: number
  /** Most memory of a process that does only this. */
  readonly peakBytes: number
}

export interface TransformOptions {
  readonly rows: number
  readonly batchSizes: readonly number[]
  /** How often a process writes all rows; the median counts. */
  readonly rounds: number
  /** Processes of each contender; again the median counts. */
  readonly processes: number
  readonly onProgress: (text: string) => void
}

/** Contenders that take so long that they get fewer rounds. */
const SLOW = ['parquetjs-lite']

/** All contenders on the same lines, in processes of their own that take turns. */
export async function benchTransform(options: TransformOptions): Promise<TransformResult[]> {
  const results: TransformResult[] = []
  for (const rowsPerBatch of options.batchSizes) {
    const samples = await interleaved(rowsPerBatch, options)
    const gzipBytesPerRow = gzipBytes(options.rows, rowsPerBatch) / options.rows
    for (const measurements of samples.values()) {
      const of = (value: (sample: ContenderSample) => number) => median(measurements.map(value))
      results.push({
        writer: measurements[0]!.label,
        rowsPerBatch,
        cpu: of(({ cpu }) => cpu),
        timesParse: of(({ cpu, parse }) => cpu / parse),
        timesParseAndKeep: of(({ cpu, parseAndKeep }) => cpu / parseAndKeep),
        bytesPerRow: of(({ bytesPerRow }) => bytesPerRow),
        gzipBytesPerRow,
        peakBytes: of(({ peakBytes }) => peakBytes),
      })
    }
  }
  return results
}

async function interleaved(rowsPerBatch: number, options: TransformOptions): Promise<Map<string, ContenderSample[]>> {
  const samples = new Map<string, ContenderSample[]>(Object.keys(contenders).map(name => [name, []]))
  for (let process = 0; process < options.processes; process++) {
    for (const [name, taken] of samples) {
      options.onProgress(`${rowsPerBatch} rows, ${name}, process ${process + 1} of ${options.processes}`)
      taken.push(await measured('./measure-contender.ts', taskText(name, rowsPerBatch, options)))
    }
  }
  return samples
}

function taskText(contender: string, rowsPerBatch: number, { rows, rounds }: TransformOptions): string {
  const isSlow = SLOW.includes(contender)
  const task: ContenderTask = {
    contender,
    rows,
    rowsPerBatch,
    warmUps: isSlow ? 1 : Math.ceil(rounds / 2),
    rounds: isSlow ? Math.ceil(rounds / 4) : rounds,
  }
  return JSON.stringify(task)
}

/** Of the lines of each batch, gzipped as a file of its own. */
function gzipBytes(rows: number, rowsPerBatch: number): number {
  const lines = auditLines(rows)
  let bytes = 0
  for (let at = 0; at < rows; at += rowsPerBatch)
    bytes += gzipSync(lines.slice(at, at + rowsPerBatch).join('\n')).length
  return bytes
}
