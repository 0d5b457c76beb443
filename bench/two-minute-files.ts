import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLocalLake } from '../packages/lake/src/local/index.ts'
import { measured } from './child-process.ts'
import type { AskedSample } from './measure-asking.ts'
import type { SealSample } from './measure-seal.ts'
import { fillLake } from './seal-lake.ts'

/** The data files that queries read. */
interface DataFiles {
  readonly files: number
  readonly bytes: number
}

/** What a query takes while everything is in the files that arrived, and when they are sealed. */
export interface AskedResult {
  readonly query: string
  readonly rows: number
  readonly before: Pick<AskedSample, 'seconds' | 'cpuSeconds'>
  readonly after: Pick<AskedSample, 'seconds' | 'cpuSeconds'>
}

/** What sealing some days of small files costs, and what it buys. */
export interface TwoMinuteFilesResult {
  readonly days: number
  readonly rows: number
  readonly before: DataFiles
  readonly after: DataFiles
  readonly seal: Pick<SealSample, 'seconds' | 'cpuSeconds' | 'peakBytes'>
  readonly asked: readonly AskedResult[]
}

export interface TwoMinuteFilesOptions {
  readonly days: number
  readonly filesPerDay: number
  readonly rowsPerFile: number
  readonly onProgress: (text: string) => void
}

/** Asks the same of some days of small files before they are sealed and after, each time in a process of its own. */
export async function benchTwoMinuteFiles(options: TwoMinuteFilesOptions): Promise<TwoMinuteFilesResult> {
  const { days, filesPerDay, rowsPerFile, onProgress } = options
  const folder = await mkdtemp(join(tmpdir(), 'audit-lake-bench-'))
  const ask = () => measured<AskedSample[]>('./measure-asking.ts', folder, String(days))
  try {
    const files = days * filesPerDay
    onProgress(`filling a lake with ${files} files of ${rowsPerFile} rows, ${days} days`)
    const { rows } = await fillLake(folder, files, rowsPerFile, days)
    onProgress('asking before they are sealed')
    const before = await ask()
    onProgress(`sealing ${days} days`)
    const seal = await measured<SealSample>('./measure-seal.ts', folder)
    onProgress('asking after they are sealed')
    const after = await ask()
    return {
      ...{ days, rows, seal, asked: before.map((sample, i) => compared(sample, after[i]!)) },
      before: await filesUnder(folder, 'arrivals/'),
      after: await filesUnder(folder, 'sealed/'),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

function compared(before: AskedSample, after: AskedSample): AskedResult {
  const { query, rows } = before
  if (rows !== after.rows) throw new Error(`${query}: ${rows} rows before sealing, ${after.rows} after`)
  return { query, rows, before, after }
}

async function filesUnder(folder: string, prefix: string): Promise<DataFiles> {
  const { objects } = await openLocalLake(folder)
  const found = { files: 0, bytes: 0 }
  for await (const { size } of objects.list(prefix)) {
    found.files++
    found.bytes += size
  }
  return found
}
