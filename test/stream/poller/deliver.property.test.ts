import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSequenceNumbers, type SourceRecord } from '../../../packages/core/src/source-record.ts'
import { type BatchResponse, deliver } from '../../../packages/stream/src/poller/deliver.ts'

function records(count: number): SourceRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    source: 'kinesis:s',
    shardId: 'shardId-000000000000',
    sequenceNumber: String(i + 1),
    arrivalTime: i,
    data: new Uint8Array(1),
  }))
}

const noWait = async () => {}

/** What a handler does when it is called: succeed, throw, or say which records failed. */
type Behaviour = 'succeed' | 'throw' | readonly number[]
const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  fc.constant<Behaviour>('succeed'),
  fc.constant<Behaviour>('throw'),
  fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
)

describe('deliver', () => {
  it('delivers every record at least once, in order, and checkpoints none before it succeeded', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.array(behaviour, { maxLength: 30 }),
        async (count, script) => {
          const succeeded = new Set<string>()
          const checkpoints: string[] = []
          let call = 0
          const handler = async (batch: readonly SourceRecord[]): Promise<BatchResponse | undefined> => {
            for (let i = 1; i < batch.length; i++)
              expect(compareSequenceNumbers(batch[i - 1]!.sequenceNumber, batch[i]!.sequenceNumber)).toBe(-1)
            const does = script[call++] ?? 'succeed'
            if (does === 'throw') throw new Error('down')
            const failed =
              does === 'succeed' ? [] : [...new Set(does.map(i => batch[i % batch.length]!.sequenceNumber))]
            const lowest = Math.min(...failed.map(Number))
            for (const record of batch) if (Number(record.sequenceNumber) < lowest) succeeded.add(record.sequenceNumber)
            return { batchItemFailures: failed.map(itemIdentifier => ({ itemIdentifier })) }
          }
          await deliver(records(count), {
            handler,
            wait: noWait,
            checkpoint: async sequenceNumber => {
              for (let i = 1; i <= Number(sequenceNumber); i++) expect(succeeded.has(String(i))).toBe(true)
              checkpoints.push(sequenceNumber)
            },
          })
          expect(succeeded.size).toBe(count)
          expect(checkpoints.map(Number)).toEqual([...checkpoints.map(Number)].sort((a, b) => a - b))
          expect(checkpoints.at(-1)).toBe(String(count))
        },
      ),
    )
  })

  it('halves a batch until the one record that fails stands alone, and gives only that up', async () => {
    const given: string[] = []
    const sizes: number[] = []
    await deliver(records(8), {
      handler: async batch => {
        sizes.push(batch.length)
        if (batch.some(record => record.sequenceNumber === '6')) throw new Error('poison')
      },
      maximumRetryAttempts: 2,
      onFailure: async failed => {
        given.push(...failed.map(record => record.sequenceNumber))
      },
      checkpoint: async () => {},
      wait: noWait,
    })
    expect(given).toEqual(['6'])
    expect(sizes).toEqual([8, 4, 4, 2, 1, 1, 1, 1, 2])
  })

  it('starts again at the lowest record that failed', async () => {
    const first: string[] = []
    await deliver(records(5), {
      handler: async batch => {
        first.push(batch[0]!.sequenceNumber)
        return { batchItemFailures: first.length === 1 ? [{ itemIdentifier: '4' }, { itemIdentifier: '3' }] : [] }
      },
      checkpoint: async () => {},
      wait: noWait,
    })
    expect(first).toEqual(['1', '3'])
  })

  it('takes an identifier that is none of the batch for a failure of all of it', async () => {
    let calls = 0
    await deliver(records(2), {
      handler: async batch => {
        expect(batch).toHaveLength(2)
        return { batchItemFailures: calls++ === 0 ? [{ itemIdentifier: '' }] : [] }
      },
      checkpoint: async () => {},
      wait: noWait,
    })
    expect(calls).toBe(2)
  })

  it('retries without end when nobody takes what is given up', async () => {
    let calls = 0
    await deliver(records(1), {
      handler: async () => {
        if (calls++ < 50) throw new Error('down')
      },
      maximumRetryAttempts: 3,
      checkpoint: async () => {},
      wait: noWait,
    })
    expect(calls).toBe(51)
  })

  it('stops between attempts when the signal aborts', async () => {
    const stop = new AbortController()
    const delivery = deliver(records(4), {
      handler: async () => {
        stop.abort(new Error('stop'))
        throw new Error('down')
      },
      checkpoint: async () => {},
      wait: noWait,
      signal: stop.signal,
    })
    await expect(delivery).rejects.toThrow('stop')
  })
})
