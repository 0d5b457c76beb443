/** Measures the ingestion of a file in a process of its own: `measure-ingest.ts <file> <folder of the lake>`. */
import { ingestFiles } from '../packages/cli/src/files/ingest-files.ts'
import { peakMemory } from './peak-memory.ts'

export interface IngestSample {
  readonly rows: number
  /** From the call to the receipt of the last block, the start of the workers included. */
  readonly seconds: number
  /** CPU seconds, user and system, of all threads. */
  readonly cpuSeconds: number
  readonly peakBytes: number
}

const [file, folder] = process.argv.slice(2)
const startedAt = performance.now()
const before = process.cpuUsage()
const { stored } = await ingestFiles([file!], { folder: folder! })
const seconds = (performance.now() - startedAt) / 1000
const { user, system } = process.cpuUsage(before)
const sample: IngestSample = { rows: stored, seconds, cpuSeconds: (user + system) / 1e6, peakBytes: peakMemory() }
console.log(JSON.stringify(sample))
