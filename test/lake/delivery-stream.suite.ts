import { describe, expect, it } from 'vitest'
import type { DeliveryStream } from '../../packages/lake/src/delivery-stream.ts'

/** A stream, and what arrived behind it. */
export interface DeliveryStreamUnderTest {
  readonly stream: DeliveryStream
  /** The NDJSON lines that were delivered so far, in any order. */
  delivered(): Promise<readonly string[]>
}

/** What every delivery stream must do. @param open a stream that nothing was put into, anew for each test */
export function deliveryStreamSuite(name: string, open: () => Promise<DeliveryStreamUnderTest>): void {
  /** What arrived, each record once: delivery is at least once. */
  async function arrivedIn({ delivered }: DeliveryStreamUnderTest): Promise<unknown[]> {
    return [...new Set(await delivered())].sort().map(line => JSON.parse(line))
  }

  describe(`${name} as a delivery stream`, () => {
    it('delivers every record of a put', async () => {
      const under = await open()
      await under.stream.put([{ id: 1 }, { id: 2 }, { id: 3 }])
      expect(await arrivedIn(under)).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }])
    })

    it('delivers the records of all puts, one after the other or at a time', async () => {
      const under = await open()
      await under.stream.put([{ id: 100 }])
      await Promise.all(Array.from({ length: 20 }, (_, i) => under.stream.put([{ id: 101 + i }])))
      expect(await arrivedIn(under)).toEqual(Array.from({ length: 21 }, (_, i) => ({ id: 100 + i })))
    })

    it('keeps a record on one line, whatever is in it', async () => {
      const under = await open()
      const record = {
        text: 'line\nnext\r\n\u2028 "quoted" \\ \0 é 😀',
        nothing: null,
        list: [1, { a: [] }],
        big: 1e300,
      }
      await under.stream.put([record])
      expect(await under.delivered()).toHaveLength(1)
      expect(await arrivedIn(under)).toEqual([record])
    })

    it('delivers at least once what is put again', async () => {
      const under = await open()
      await under.stream.put([{ id: 1 }, { id: 2 }])
      await under.stream.put([{ id: 1 }, { id: 2 }])
      expect(await arrivedIn(under)).toEqual([{ id: 1 }, { id: 2 }])
    })

    it('takes a record of several megabytes', async () => {
      const under = await open()
      await under.stream.put([{ text: 'x'.repeat(3_000_000) }, { text: 'y' }])
      expect((await arrivedIn(under)).map(record => (record as { text: string }).text.length)).toEqual([3_000_000, 1])
    })

    it('delivers nothing for nothing', async () => {
      const under = await open()
      await under.stream.put([])
      expect(await under.delivered()).toEqual([])
    })
  })
}
