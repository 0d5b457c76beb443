/**
 * Measures one contender in a process of its own: `measure-contender.ts <JSON of ContenderTask>`. Prints a
 * `ContenderSample` as JSON.
 *
 * The time of JSON.parse differs by half between processes, so it is measured in each, in turns with the contender.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditLines } from './audit-lines.ts'
import { contenders } from './contenders/contender.ts'
import { median } from './median.ts'
import { peakMemory } from './peak-memory.ts'

export interface ContenderTask {
  readonly contender: string
  /** Rows of all batches together. */
  readonly rows: number
  readonly rowsPerBatch: number
  /** How often all batches are written before it counts, and then. */
  readonly warmUps: number
  readonly rounds: number
}

export interface ContenderSample {
  readonly label: string
  /** CPU microseconds per row, user and system, of all threads. */
  readonly cpu: number
  /** The same of `JSON.parse(line)`, the value dropped at once. */
  readonly parse: number
  /** The same with all values of a batch kept until its end. */
  readonly parseAndKeep: number
  readonly bytesPerRow: number
  /** Most memory of the process before JSON.parse is measured. */
  readonly peakBytes: number
}

const task = JSON.parse(process.argv[2]!) as ContenderTask
const folder = mkdtempSync(join(tmpdir(), 'audit-lake-bench-'))
try {
  console.log(JSON.stringify(await measure(task)))
} finally {
  rmSync(folder, { recursive: true })
}
process.exit() // DuckDB's threads would keep it alive

async function measure({ contender, rows, rowsPerBatch, warmUps, rounds }: ContenderTask): Promise<ContenderSample> {
  const lines = auditLines(rows)
  const batches = Array.from({ length: rows / rowsPerBatch }, (_, i) =>
    lines.slice(i * rowsPerBatch, (i + 1) * rowsPerBatch),
  )
  const { label, prepare } = await contenders[contender]!()
  const write = await prepare(batches, folder)
  let bytes = 0
  const writeAll = async () => {
    bytes = 0
    for (let batch = 0; batch < batches.length; batch++) bytes += (await write(batch)).length
  }

  for (let round = 0; round < warmUps; round++) await writeAll()
  const peakBytes = peakMemory()
  for (let round = 0; round < warmUps; round++) {
    parseAll(batches)
    parseAndKeepAll(batches)
  }
  const cpu: number[] = []
  const parse: number[] = []
  const parseAndKeep: number[] = []
  for (let round = 0; round < rounds; round++) {
    parse.push((await cpuOf(() => parseAll(batches))) / rows)
    parseAndKeep.push((await cpuOf(() => parseAndKeepAll(batches))) / rows)
    cpu.push((await cpuOf(writeAll)) / rows)
  }
  return {
    label,
    cpu: median(cpu),
    parse: median(parse),
    parseAndKeep: median(parseAndKeep),
    bytesPerRow: bytes / rows,
    peakBytes,
  }
}

function parseAll(batches: readonly (readonly string[])[]): void {
  for (const batch of batches) for (const line of batch) JSON.parse(line)
}

function parseAndKeepAll(batches: readonly (readonly string[])[]): void {
  for (const batch of batches) {
    const kept: unknown[] = []
    for (const line of batch) kept.push(JSON.parse(line))
    if (kept.length !== batch.length) throw new Error('a value was lost') // so that nothing can be left out
  }
}

/** Microseconds. */
async function cpuOf(work: () => void | Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}
