import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Found, scan } from '../../packages/core/src/scan.ts'
import { compileShape } from '../../packages/core/src/shape.ts'
import { valueText } from './json-text.ts'

const encoder = new TextEncoder()
const shape = compileShape(['/a', '/B/a', '/B/0', '/0', '/0/a/B', '/é'])
const found = new Found(shape)

function scanned(text: string): number {
  const bytes = encoder.encode(text)
  return scan(bytes, 0, bytes.length, shape, found)
}

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('scan', () => {
  it('accepts what JSON.parse accepts, to the last byte', () => {
    fc.assert(
      fc.property(valueText, text => {
        expect(scanned(text)).toBe(encoder.encode(text).length)
      }),
      { numRuns: 2000 },
    )
  })

  it('accepts nothing that JSON.parse refuses: any text with one thing changed', () => {
    const damage = fc.tuple(
      valueText,
      fc.nat(),
      fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '[', ']', '0', '.', 'e', '-', '+', 'x', '\n', '\u0001', 'tru'),
    )
    fc.assert(
      fc.property(damage, fc.boolean(), ([text, at, inserted], replaces) => {
        const position = at % (text.length + 1)
        const damaged = text.slice(0, position) + inserted + text.slice(position + (replaces ? 1 : 0))
        const end = scanned(damaged)
        const whole = end === encoder.encode(damaged).length
        // a text may also be a whole value with more behind it, which is for the framing to see
        if (whole) expect(parses(damaged)).toBe(true)
        else if (end > 0) expect(parses(new TextDecoder().decode(encoder.encode(damaged).subarray(0, end)))).toBe(true)
        if (parses(damaged) && damaged === damaged.trimStart()) expect(end).toBeGreaterThan(0)
      }),
      { numRuns: 4000 },
    )
  })

  it('finds the values that JSON.parse finds, or does not vouch for them', () => {
    const key = fc.constantFrom('"a"', '"B"', '"0"', '"é"', '"\\u0061"', '"other"')
    const object = fc.letrec<{ object: string }>(tie => ({
      object: fc
        .array(fc.tuple(key, fc.oneof({ depthSize: 'medium' }, valueText, tie('object'))), { maxLength: 5 })
        .map(members => `{${members.map(([name, value]) => `${name}: ${value}`).join(',')}}`),
    })).object
    fc.assert(
      fc.property(object, text => {
        const bytes = encoder.encode(text)
        expect(scanned(text)).toBe(bytes.length)
        if (!found.vouched) return
        const value: unknown = JSON.parse(text)
        shape.pointers.forEach((pointer, slot) => {
          const start = found.spans[slot * 2]!
          const span =
            start === 0 ? undefined : new TextDecoder().decode(bytes.subarray(start, found.spans[slot * 2 + 1]))
          expect(span === undefined ? undefined : JSON.parse(span)).toEqual(at(value, pointer))
        })
      }),
      { numRuns: 3000 },
    )
  })

  it('nests as deep as there are bytes', () => {
    const depth = 2_000_000
    expect(scanned('['.repeat(depth) + ']'.repeat(depth))).toBe(depth * 2)
    expect(scanned(`{"a":`.repeat(1000) + '['.repeat(depth))).toBe(~(depth + 5000))
  })

  it('says where a text stops being JSON', () => {
    expect(scanned('{"operation":nil}')).toBe(~14)
    expect(scanned('{"a":1,}')).toBe(~7)
    expect(scanned('"\\ud80')).toBe(~6)
    expect(scanned('01')).toBe(1)
    expect(scanned('')).toBe(~0)
  })
})

/** The value at a JSON Pointer, through objects only. */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((inner, key) => {
      const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      return isObject && Object.hasOwn(inner, key) ? (inner as Record<string, unknown>)[key] : undefined
    }, value)
}
