import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBalanced } from '../../packages/core/src/receipt.ts'
import { transform } from '../../packages/core/src/transform.ts'

const WRITTEN_AT = Date.parse('2026-11-22T10:30:00Z')
const OPEN_FROM = '2026-11-20'

function batch(times: readonly number[]) {
  return times.map((time, i) => ({
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: String(i + 1),
    arrivalTime: WRITTEN_AT,
    data: new TextEncoder().encode(
      JSON.stringify({ log_id: `${i}`, operation: 'DeleteUser', emit_time: new Date(time).toISOString() }),
    ),
  }))
}

describe('late rows', () => {
  it('have a file of their own, for the sealer', () => {
    const { dataFiles, receipt } = transform(
      batch([Date.parse('2026-11-20T00:00:00Z'), Date.parse('2026-11-19T23:59:59.999Z'), WRITTEN_AT]),
      { writtenAt: WRITTEN_AT, openFrom: OPEN_FROM },
    )
    expect(dataFiles.map(({ key, rows }) => [key, rows])).toEqual([
      [
        expect.stringMatching(/^arrivals\/arrival_hour=2026-11-22-10\/shardId-000000000000-1-3-[0-9a-f]{8}\.parquet$/),
        2,
      ],
      [expect.stringMatching(/^late\/shardId-000000000000-1-3-[0-9a-f]{8}-20261122T103000000Z\.parquet$/), 1],
    ])
    expect(receipt).toMatchObject({ received: 3, stored: 3, late: 1 })
  })

  it('have another file when the batch is delivered again, for the first may be about to be deleted', () => {
    const keys = [0, 1].map(later => {
      const options = { writtenAt: WRITTEN_AT + later, openFrom: OPEN_FROM }
      return transform(batch([0]), options).dataFiles[0]!.key
    })
    expect(new Set(keys).size).toBe(2)
  })

  it('are none when nobody says which days are open', () => {
    const { dataFiles, receipt } = transform(batch([0]), { writtenAt: WRITTEN_AT })
    expect(dataFiles.map(({ key }) => key.split('/')[0])).toEqual(['arrivals'])
    expect(receipt.late).toBe(0)
  })

  it('and timely ones are all rows, whatever the times', () => {
    const time = fc.integer({ min: Date.UTC(2026, 10, 17), max: Date.UTC(2026, 10, 25) })
    fc.assert(
      fc.property(fc.array(time, { minLength: 1, maxLength: 20 }), times => {
        const { dataFiles, receipt } = transform(batch(times), { writtenAt: WRITTEN_AT, openFrom: OPEN_FROM })
        const rows = (tier: string) => dataFiles.find(({ key }) => key.startsWith(tier))?.rows ?? 0
        const late = times.filter(one => one < Date.parse(`${OPEN_FROM}T00:00:00Z`)).length
        expect([rows('arrivals/'), rows('late/')]).toEqual([times.length - late, late])
        expect(receipt.late).toBe(late)
        expect(isBalanced(receipt)).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})
