import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutArchive } from '../../packages/core/src/index.ts'
import { anyData, framed } from './any-data.ts'
import { batch, rowsOf, transformed, withoutProvenance } from './batch.ts'

const encoder = new TextEncoder()

/** Payloads whose framing says where they end. */
const whole = fc
  .tuple(framed, fc.constantFrom('plain', 'gzip', 'gzip in two members'))
  .map(([text, packing]) => packed(encoder.encode(text), packing))

/** Payloads that are cut short, so that nothing says where they end; what is left of them is no record. */
const cutShort = fc
  .tuple(fc.constantFrom('plain', 'gzip'), fc.integer({ min: 1, max: 40 }))
  .map(([packing, length]) => {
    const text = encoder.encode('{"log_id":"a","operation":"DeleteUser","emit_time')
    return packing === 'plain' ? text.subarray(0, length) : gzipSync(text).subarray(0, 20 + (length % 20))
  })

function packed(bytes: Uint8Array, packing: string): Uint8Array {
  if (packing === 'plain') return bytes
  if (packing === 'gzip') return gzipSync(bytes)
  const middle = bytes.length >> 1
  return Buffer.concat([gzipSync(bytes.subarray(0, middle)), gzipSync(bytes.subarray(middle))])
}

/** The rows of payloads, without where they came from, as texts in order. */
async function contentsOf(payloads: readonly Uint8Array[]): Promise<string[]> {
  if (payloads.length === 0) return []
  const rows = await rowsOf(transformed(batch(...payloads)).dataFiles)
  return rows.map(row => JSON.stringify(withoutProvenance(row))).sort()
}

/** The parts of an archive that comes piece by piece. */
function partsOf(archive: Uint8Array): Uint8Array[] {
  return [...cutArchive(archive, true).parts]
}

describe('cutArchive', () => {
  it('finds the same rows in payloads strung together as there are in each of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(whole, { minLength: 1, maxLength: 6 }), async payloads => {
        expect(await contentsOf(partsOf(Buffer.concat(payloads)))).toEqual(await contentsOf(payloads))
      }),
      { numRuns: 30 },
    )
  })

  it('loses no row to payloads that are cut short, or to rubbish, between the good ones', async () => {
    const broken = fc.oneof(cutShort, anyData)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(broken, whole), { minLength: 1, maxLength: 4 }), async pairs => {
        const found = new Set(await contentsOf(partsOf(Buffer.concat(pairs.flat()))))
        for (const row of await contentsOf(pairs.map(([, good]) => good))) expect(found).toContain(row)
      }),
      { numRuns: 50 },
    )
  })

  it('makes every byte with content part of something', () => {
    fc.assert(
      fc.property(fc.array(anyData, { maxLength: 4 }), payloads => {
        const archive = Buffer.concat(payloads)
        const { parts, taken } = cutArchive(archive, true)
        expect(taken).toBe(archive.length)
        if (archive.includes(Buffer.of(0x1f, 0x8b, 8))) return
        const content = (bytes: Uint8Array) =>
          Buffer.from(bytes)
            .toString('latin1')
            .replace(/[\s[\],]/g, '')
        expect(content(Buffer.concat(parts))).toBe(content(archive))
      }),
    )
  })

  it('leaves what may not be whole until more comes', async () => {
    const record = '{"operation":"DeleteUser","emit_time":"2026-11-22T10:00:00Z","log_id":"a","version":1}'
    const archive = encoder.encode(record.repeat(200_000))
    const first = cutArchive(archive.subarray(0, archive.length - 30), false)
    expect(first.taken).toBeGreaterThan(0)
    expect(first.taken % record.length).toBe(0)
    const second = cutArchive(archive.subarray(first.taken), true)
    expect(first.taken + second.taken).toBe(archive.length)
  })

  it('takes time in proportion to what is broken, however it is', () => {
    for (const rubbish of ['{"a":', '[{', '{"a":{"b":1},', '\n{"a":[']) {
      expect(cutArchive(encoder.encode(rubbish.repeat(100_000)), true).taken).toBe(rubbish.length * 100_000)
    }
  })
})
