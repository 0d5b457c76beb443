import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measured } from './child-process.ts'
import type { SealSample } from './measure-seal.ts'
import { median } from './median.ts'
import { fillLake } from './seal-lake.ts'

/** What sealing a day costs. */
export interface SealResult {
  readonly files: number
  readonly rows: number
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakBytes: number
  /** Of the sealed file, beside the same events as gzipped NDJSON. */
  readonly bytes: number
  readonly gzipBytes: number
}

export interface SealOptions {
  /** Days to seal, by their files. */
  readonly days: readonly { readonly files: number; readonly rowsPerFile: number }[]
  readonly processes: number
  readonly onProgress: (text: string) => void
}

/** Days of many files, each sealed into one file in a process of its own. */
export async function benchSeal({ days, processes, onProgress }: SealOptions): Promise<SealResult[]> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-lake-bench-'))
  const lake = join(folder, 'lake')
  try {
    const results: SealResult[] = []
    for (const { files, rowsPerFile } of days) {
      onProgress(`filling a lake with ${files} files of ${rowsPerFile} rows`)
      const { gzipBytes } = await fillLake(lake, files, rowsPerFile)
      const samples: SealSample[] = []
      for (let process = 0; process < processes; process++) {
        onProgress(`sealing ${files} files of ${rowsPerFile} rows, process ${process + 1} of ${processes}`)
        samples.push(await measured('./measure-seal.ts', lake))
        for (const made of ['sealed', 'manifest.json~', 'catalog.json~'])
          await rm(join(lake, made), { recursive: true })
      }
      await rm(lake, { recursive: true })
      const middle = (of: (sample: SealSample) => number) => median(samples.map(of))
      results.push({
        files,
        rows: files * rowsPerFile,
        seconds: middle(({ seconds }) => seconds),
        cpuSeconds: middle(({ cpuSeconds }) => cpuSeconds),
        peakBytes: middle(({ peakBytes }) => peakBytes),
        bytes: middle(({ bytes }) => bytes),
        gzipBytes,
      })
    }
    return results
  } finally {
    await rm(folder, { recursive: true })
  }
}
