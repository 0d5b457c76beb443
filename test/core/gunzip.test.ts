import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gunzip } from '../../packages/core/src/gunzip.ts'

const MIB = 1024 * 1024

describe('gunzip', () => {
  it('inflates any number of members', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 4 }), members => {
        const result = gunzip(Buffer.concat(members.map(member => gzipSync(member))), MIB)
        expect(result.ok && Buffer.from(result.bytes).equals(Buffer.concat(members))).toBe(true)
      }),
    )
  })

  it('stops at the limit: a bomb is never inflated whole', () => {
    const bomb = gzipSync(new Uint8Array(50 * MIB))
    expect(gunzip(bomb, MIB)).toMatchObject({ ok: false, reason: 'gzip_too_large' })
    expect(gunzip(gzipSync(new Uint8Array(MIB)), MIB).ok).toBe(true)
  })

  it('notices any byte of the data that is not the one that was compressed', () => {
    const data = Buffer.from('{"operation":"DeleteUser","emit_time":"2023-11-14T07:56:55Z"}'.repeat(20))
    const good = gzipSync(data)
    const header = 10
    fc.assert(
      fc.property(fc.integer({ min: header, max: good.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(good, (byte, i) => (i === at ? byte ^ change : byte))
        const result = gunzip(damaged, MIB)
        // padding bits after the last code may differ without harm; then the data are the same
        if (result.ok) expect(Buffer.from(result.bytes).equals(data)).toBe(true)
        else expect(result.reason).toBe('gzip_corrupt')
      }),
    )
  })
})
