import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { SourceRecord } from '../../../packages/core/src/index.ts'
import { type DayMerger, ingest } from '../../../packages/lake/src/index.ts'
import type { LocalLake } from '../../../packages/lake/src/local/index.ts'
import { type Around, aroundPorts, type LakePorts } from '../ports.ts'
import type { Clock } from './clock.ts'
import { report } from './process.ts'

const MINUTE_MS = 60_000
/** How long anybody sleeps, whatever the clock says. */
const MOST_MS = 8000

/** The ports of a lake with something around each call, for who merges nothing. */
export function ingestPorts(lake: LocalLake, around: Around): LakePorts {
  return aroundPorts({ ...lake, merger: {} as DayMerger }, around)
}

/** Takes batches into the lake as an invocation of the function does, and says what becomes of each. */
export class Taking {
  private readonly clock: Clock
  private batches = 0
  private oversleeps = false

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** The next invocation sleeps until its hour is closed: longer than any invocation may take. */
  oversleep(): void {
    this.oversleeps = true
  }

  async take(records: readonly SourceRecord[], ports: LakePorts): Promise<void> {
    const batch = this.batches++
    const invocation = this.clock.enter()
    const hashes = records.map(({ data }) => createHash('md5').update(data).digest('hex'))
    report({ say: 'taking', batch, writtenAt: invocation.now, records: hashes })
    let isDone = false
    try {
      if (this.oversleeps) await this.sleepFrom(invocation)
      await ingest(records, ports, { writtenAt: invocation.now })
      isDone = true
    } finally {
      report({ say: 'taken', batch, isDone })
      invocation.leave()
    }
  }

  private async sleepFrom(invocation: ReturnType<Clock['enter']>): Promise<void> {
    this.oversleeps = false
    report({ say: 'asleep' })
    invocation.leave()
    await Promise.race([this.clock.until(invocation.now + 80 * MINUTE_MS), pause(MOST_MS)])
  }
}
