import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Decoded, Decoder, type TakeObject } from '../../packages/core/src/decode.ts'
import { anyData } from './any-data.ts'

/** Takes every second object; the others it refuses. */
function fussy(taken: Uint8Array[]): TakeObject {
  let count = 0
  return ({ bytes, start, end }) => {
    if (count++ % 2 === 1) return { reason: 'operation_missing', path: '/operation', message: 'refused' }
    taken.push(bytes.subarray(start, end))
    return null
  }
}

/** What decoding finds: objects that are taken, failures, and both in the order in which they stand. */
function decoded(data: Uint8Array) {
  const taken: Uint8Array[] = []
  const result = new Decoder().decode(data, fussy(taken))
  const pieces = [...taken, ...result.failures.map(({ payload }) => payload)]
  return { result, taken, pieces: pieces.sort((a, b) => a.byteOffset - b.byteOffset) }
}

function balanced({ received, taken, failures, empty }: Decoded): boolean {
  return received === taken + failures.length + empty
}

const EMPTY_OBJECT = /\{[ \t\r\n]*\}/g
const SEPARATORS = /^(?:[ \t\r\n,[\]]|\u00ef\u00bb\u00bf)*$/ // blanks, brackets and commas of an array, byte-order marks

describe('Decoder', () => {
  it('has every byte in one object, one failure or one empty object, but for those that separate them', () => {
    fc.assert(
      fc.property(anyData, data => {
        const { result, taken, pieces } = decoded(data)
        let at = data.byteOffset
        let between = ''
        for (const piece of pieces) {
          expect(piece.buffer).toBe(data.buffer)
          expect(piece.byteOffset).toBeGreaterThanOrEqual(at)
          between += `${latin1(data.subarray(at - data.byteOffset, piece.byteOffset - data.byteOffset))}\n`
          at = piece.byteOffset + piece.length
        }
        between += latin1(data.subarray(at - data.byteOffset))
        const empties = between.match(EMPTY_OBJECT)?.length ?? 0
        expect(between.replace(EMPTY_OBJECT, '')).toMatch(SEPARATORS)
        expect(result.taken).toBe(taken.length)
        expect(result.empty).toBe(pieces.length === 0 && empties === 0 ? 1 : empties)
        expect(balanced(result)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('numbers the failures by where they stand among all pieces', () => {
    fc.assert(
      fc.property(anyData, data => {
        const { result } = decoded(data)
        const positions = result.failures.map(({ position }) => position)
        expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b))
        for (const position of positions) expect(position).toBeLessThan(result.received)
        // that an array is not closed is known at its end, and told of the bracket that opened it
        const others = result.failures.filter(({ message }) => !message.endsWith('is not closed'))
        const offsets = others.map(({ payload }) => payload.byteOffset)
        expect(offsets).toEqual([...offsets].sort((a, b) => a - b))
      }),
      { numRuns: 500 },
    )
  })

  it('finds in gzip what it finds in the bytes, however many members they are in', () => {
    fc.assert(
      fc.property(
        anyData.filter(data => data[0] !== 0x1f),
        fc.array(fc.nat(), { maxLength: 2 }),
        (data, cuts) => {
          const bounds = [0, ...cuts.map(cut => cut % (data.length + 1)).sort((a, b) => a - b), data.length]
          const members = bounds.slice(1).map((end, i) => gzipSync(data.subarray(bounds[i], end)))
          const inside = decoded(new Uint8Array(Buffer.concat(members)))
          const plain = decoded(data)
          expect(inside.pieces.map(latin1)).toEqual(plain.pieces.map(latin1))
          expect(withoutPayloads(inside.result)).toEqual(withoutPayloads(plain.result))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('keeps all of a gzip that is corrupt', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), rest => {
        const data = Uint8Array.from([0x1f, 0x8b, 8, 0xff, ...rest]) // reserved flags: RFC 1952 says to refuse them
        const { result } = decoded(data)
        expect(result.failures).toMatchObject([{ reason: 'gzip_corrupt', payload: data, position: 0 }])
        expect(balanced(result)).toBe(true)
      }),
    )
  })
})

function withoutPayloads({ failures, ...counts }: Decoded) {
  return { ...counts, failures: failures.map(({ reason, path, position }) => ({ reason, path, position })) }
}

/** A character for each byte. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
