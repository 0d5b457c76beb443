import type { SourceRecord } from '@temporal-audit-lake/core'
import { ingest } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { sealAll } from '../../lake/seal-all.ts'
import { DAY_MS, YEAR_ENDS } from './log.ts'
import { recordAt, type Year } from './year.ts'

const SINK_DELAY_MS = 120_000

/** Ingests a year day by day, and seals it. */
export async function fillWith(lake: LocalLake, { events }: Year): Promise<void> {
  let batch: SourceRecord[] = []
  for (const [n, event] of events.entries()) {
    batch.push({
      source: 'kinesis:audit',
      shardId: 'shardId-000000000000',
      sequenceNumber: String(n).padStart(56, '0'),
      arrivalTime: event.time + SINK_DELAY_MS,
      data: new TextEncoder().encode(JSON.stringify(recordAt(event))),
    })
    const next = events[n + 1]
    if (next && dayOf(next.time) === dayOf(event.time)) continue
    await ingest(batch, lake, { writtenAt: YEAR_ENDS })
    batch = []
  }
  await sealAll(lake, YEAR_ENDS)
}

function dayOf(time: number): number {
  return Math.floor(time / DAY_MS)
}
