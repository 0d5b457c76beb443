import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, contentId } from '../../packages/core/src/canonical-json.ts'
import { valueText } from './json-text.ts'

describe('canonicalJson', () => {
  it('sorts members, drops blanks, and keeps the digits of numbers', () => {
    expect(canonicalJson('{ "b": 1.0, "a": [9007199254740993, "\\u0041"] }')).toBe(
      '{"a":[9007199254740993,"A"],"b":1.0}',
    )
  })

  it('keeps the value', () => {
    fc.assert(
      fc.property(valueText, text => {
        expect(JSON.parse(canonicalJson(text))).toEqual(JSON.parse(text))
      }),
    )
  })

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(valueText, text => {
        expect(canonicalJson(canonicalJson(text))).toBe(canonicalJson(text))
      }),
    )
  })

  it('nests without end', () => {
    const deep = `${'{"a":['.repeat(100_000)}${']}'.repeat(100_000)}`
    expect(canonicalJson(deep)).toBe(deep)
  })
})

describe('contentId', () => {
  it('is the same for a resent record, whose version is higher and whose members are in another order', () => {
    expect(contentId('{"operation":"A","details":{"version":1}}')).toBe(
      contentId('{"version":2,"details":{"version":1},"operation":"A"}'),
    )
  })

  it('differs where a digit differs that a double does not hold', () => {
    expect(contentId('{"a":9007199254740993}')).not.toBe(contentId('{"a":9007199254740992}'))
  })
})
