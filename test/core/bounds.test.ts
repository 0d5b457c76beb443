import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isBalanced } from '../../packages/core/src/receipt.ts'
import { batch, rowsOf, transformed } from './batch.ts'

const MIB = 1024 * 1024
const START = '{"operation":"A","emit_time":"2026-11-20T10:00:00Z","log_id":"x","details":'

describe('bounds', () => {
  it('keeps a record of 10 MiB, to the byte', async () => {
    const details = `{"a":"${'x'.repeat(10 * MIB - START.length - '{"a":""}}'.length)}"}`
    const [row] = await rowsOf(transformed(batch(`${START}${details}}`)).dataFiles)
    expect(row!.details).toBe(details)
  })

  it('makes a larger one a dead letter', () => {
    const { deadLetters } = transformed(batch(gzipSync(`${START}"${'x'.repeat(10 * MIB)}"}`)))
    expect(deadLetters).toMatchObject([{ reason: 'record_too_large' }])
  })

  it('nests to any depth: 4 million levels in a record', async () => {
    const details = `${'['.repeat(4_000_000)}${']'.repeat(4_000_000)}`
    const [row] = await rowsOf(transformed(batch(`${START}{"a":${details}}}`)).dataFiles)
    expect((row!.details as string).length).toBe(details.length + '{"a":}'.length)
  })

  it('nests to any depth where JSON.parse reads the record, and where a hash is made of it', () => {
    const deep = `${'{"a":['.repeat(200_000)}${']}'.repeat(200_000)}`
    const odd = `{"operation":"A","emit_time":"2026-11-20T10:00:00Z","n":${deep},"n":${deep},"target":${deep}}`
    expect(transformed(batch(odd)).receipt).toMatchObject({ stored: 1 })
  })

  it('takes a batch of 10,000 records', () => {
    const { receipt } = transformed(
      batch(
        ...Array.from(
          { length: 10_000 },
          (_, i) => `{"operation":"A","emit_time":"2026-11-20T10:00:00Z","log_id":"${i}"}`,
        ),
      ),
    )
    expect(receipt).toMatchObject({ received: 10_000, stored: 10_000 })
  })

  it.each([
    ['zeros', '[0,'.concat('0,'.repeat(2_000_000), '0]')],
    ['empty objects', '{}'.repeat(2_000_000)],
    ['objects without an operation', '{"a":1}'.repeat(1_000_000)],
    ['opened objects, a line each', '{"a":\n'.repeat(1_000_000)],
    ['opened arrays, a line each', '[\n'.repeat(2_000_000)],
    ['broken lines', '{"a":x}\n'.repeat(1_000_000)],
    ['commas', ','.repeat(5_000_000)],
    ['quotes', '"'.repeat(5_000_000)],
  ])('reads megabytes of %s in one go, with few dead letters', (_, data) => {
    const { receipt, deadLetters } = transformed(batch(data))
    expect(isBalanced(receipt)).toBe(true)
    expect(deadLetters.length).toBeLessThanOrEqual(1001)
  })

  it('does not slow down when a whole batch has one log_id', () => {
    const same = Array.from(
      { length: 10_000 },
      (_, i) => `{"operation":"A","emit_time":"2026-11-20T10:00:00Z","log_id":"x","status":"${i}"}`,
    )
    expect(transformed(batch(...same)).receipt).toMatchObject({ stored: 10_000, repeats: 0 })
  })
})
