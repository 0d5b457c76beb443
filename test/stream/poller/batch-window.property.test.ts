import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SourceRecord } from '../../../packages/core/src/source-record.ts'
import { BatchGatherer } from '../../../packages/stream/src/poller/batch-window.ts'

const record = (i: number, bytes: number): SourceRecord => ({
  source: 's',
  shardId: '0',
  sequenceNumber: String(i),
  arrivalTime: 0,
  data: new Uint8Array(bytes),
})

describe('BatchGatherer', () => {
  it('gives every record once, in order, in batches within their bounds', () => {
    const reads = fc.array(fc.array(fc.nat(50), { maxLength: 20 }), { maxLength: 10 })
    fc.assert(
      fc.property(
        reads,
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 200 }),
        (sizes, batchSize, batchBytes) => {
          const gatherer = new BatchGatherer({ batchSize, batchBytes, batchWindowMs: 5 })
          const batches: (readonly SourceRecord[])[] = []
          let i = 0
          sizes.forEach((read, now) => {
            gatherer.add(
              read.map(bytes => record(i++, bytes)),
              now,
            )
            for (
              let batch = gatherer.take(now, now === sizes.length - 1);
              batch;
              batch = gatherer.take(now, now === sizes.length - 1)
            )
              batches.push(batch)
          })
          expect(batches.flat().map(({ sequenceNumber }) => Number(sequenceNumber))).toEqual(
            Array.from({ length: i }, (_, n) => n),
          )
          for (const batch of batches) {
            expect(batch.length).toBeGreaterThan(0)
            expect(batch.length).toBeLessThanOrEqual(batchSize)
            const bytes = batch.reduce((sum, { data }) => sum + data.length, 0)
            if (batch.length > 1) expect(bytes).toBeLessThanOrEqual(batchBytes)
          }
        },
      ),
    )
  })

  it('waits for its window, counted from the first record', () => {
    const gatherer = new BatchGatherer({ batchWindowMs: 100 })
    expect(gatherer.millisLeft(0)).toBe(Number.POSITIVE_INFINITY)
    gatherer.add([record(1, 1)], 1000)
    gatherer.add([record(2, 1)], 1090)
    expect(gatherer.take(1099)).toBeNull()
    expect(gatherer.millisLeft(1099)).toBe(1)
    expect(gatherer.take(1100)).toHaveLength(2)
    expect(gatherer.take(1100)).toBeNull()
  })
})
