/** Measures sealing in a process of its own: `measure-seal.ts <folder of the lake> [memory limit]`. */
import { randomUUID } from 'node:crypto'
import { readManifest, seal } from '../packages/lake/src/index.ts'
import { openLocalLake } from '../packages/lake/src/local/index.ts'
import { peakMemory } from './peak-memory.ts'
import { DAY } from './seal-lake.ts'

export interface SealSample {
  readonly rows: number
  readonly seconds: number
  /** CPU seconds, user and system, of all threads. */
  readonly cpuSeconds: number
  readonly peakBytes: number
  /** Of the sealed file. */
  readonly bytes: number
}

const [folder, memoryLimit] = process.argv.slice(2)
const startedAt = performance.now()
const before = process.cpuUsage()
const lake = await openLocalLake(folder!)
const merger = await lake.merger(memoryLimit === undefined ? {} : { memoryLimit })
await seal({ ...lake, merger }, { now: () => DAY + 30 * 60 * 60_000, newId: randomUUID })
await merger.close()
const seconds = (performance.now() - startedAt) / 1000
const { user, system } = process.cpuUsage(before)
const days = Object.values((await readManifest(lake.objects)).manifest.days)
const sample: SealSample = {
  rows: days.reduce((sum, day) => sum + day.rows, 0),
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakBytes: peakMemory(),
  bytes: days.reduce((sum, day) => sum + day.bytes, 0),
}
console.log(JSON.stringify(sample))
