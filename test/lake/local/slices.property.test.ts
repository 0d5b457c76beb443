import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { asyncBufferFromFile } from 'hyparquet/src/node.js'
import { compressors } from 'hyparquet-compressors'
import { describe, expect, it } from 'vitest'
import { slicesOf } from '../../../packages/lake/src/local/slices.ts'
import { testLake } from '../seal/lake.ts'

const SECOND_MS = 1000

describe('slicesOf', () => {
  it('covers every second once, in order, in parts of at least so many bytes but the last', () => {
    const seconds = fc
      .uniqueArray(fc.record({ second: fc.nat(86_399), bytes: fc.integer({ min: 1, max: 50 }) }), {
        selector: s => s.second,
      })
      .map(some => some.sort((a, b) => a.second - b.second).map(s => [s.second * SECOND_MS, s.bytes] as const))
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 200 }), (day, bytes) => {
        const slices = slicesOf(day, bytes)
        const inside = slices.map(({ from, to }) => day.filter(([second]) => second >= from && second < to))
        expect(inside.flat()).toEqual(day)
        for (const part of inside.slice(0, -1)) {
          expect(part.reduce((sum, [, more]) => sum + more, 0)).toBeGreaterThanOrEqual(bytes)
        }
      }),
    )
  })
})

describe('a day that is merged in parts', () => {
  it('is the same as one that is merged at once', async () => {
    const lake = await testLake()
    const events = Array.from({ length: 40 }, (_, i) => ({
      id: `e${i % 13}`,
      at: new Date(Date.UTC(2026, 10, 22, 9, (i * 7) % 13)).toISOString(),
      version: i % 3,
    }))
    for (let i = 0; i < events.length; i += 8) await lake.ingest('2026-11-22T10:30:00Z', ...events.slice(i, i + 8))
    const arrivals = await lake.keys('arrivals/')
    const inParts = await lake.lake.merger({ sliceBytes: 2000 })
    const promoted = [{ name: 'details_note', pointer: '/note' }]
    const { merger } = lake.ports
    await merger.merge('2026-11-22', arrivals, 'sealed/event_date=2026-11-22/whole/audit-logs.parquet', promoted)
    await inParts.merge('2026-11-22', arrivals, 'sealed/event_date=2026-11-22/parts/audit-logs.parquet', promoted)
    expect(await inParts.expected('2026-11-22', arrivals, promoted)).toEqual(
      await merger.expected('2026-11-22', arrivals, promoted),
    )
    await inParts.close()
    const rowsOf = async (generation: string) => {
      const key = `sealed/event_date=2026-11-22/${generation}/audit-logs.parquet`
      return await parquetReadObjects({ file: await asyncBufferFromFile(lake.pathOf(key)), compressors })
    }
    const [whole, parts] = [await rowsOf('whole'), await rowsOf('parts')]
    expect(whole.length).toBeGreaterThan(13)
    expect(parts).toEqual(whole)
  })
})
