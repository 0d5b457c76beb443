import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columns } from '../../../packages/core/src/index.ts'
import { COLUMN_NAME } from '../../../packages/lake/src/growth/column-name.ts'
import { pointerOf, pointerTokens } from '../../../packages/lake/src/growth/json-pointer.ts'
import { tableColumnOf, whyNotPromotable, withPromotion } from '../../../packages/lake/src/growth/promotion.ts'

const HOW = { at: '2026-11-22T10:00:00.000Z', by: 'request' } as const

/** Names that look like each other when they are made safe, and any others. */
const token = fc.oneof(
  fc.constantFrom('tier', 'Tier', 'tier_', 'a', 'b', 'a_b', 'aB', 'A-B', 'a.b', 'a/b', 'a~b', 'a"b', "a'b", 'é', 'ß'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }),
)
const pointer = fc.array(token, { minLength: 1, maxLength: 5 }).map(pointerOf)

describe('a promoted column', () => {
  it('has a name that is safe, short, its own, and stays as it is, whatever is promoted', () => {
    fc.assert(
      fc.property(fc.array(pointer, { maxLength: 40 }), pointers => {
        const wanted = pointers.filter(one => whyNotPromotable(one) === null && tableColumnOf(one) === null)
        let promoted: ReturnType<typeof withPromotion> = []
        for (const one of wanted) {
          const next = withPromotion(promoted, [], one, HOW)
          expect(next.slice(0, promoted.length)).toEqual(promoted)
          promoted = next
        }
        const names = promoted.map(({ name }) => name)
        expect(promoted.map(column => column.pointer)).toEqual([...new Set(wanted)])
        expect(new Set([...names, ...columns.map(({ name }) => name)]).size).toBe(names.length + columns.length)
        for (const name of names) {
          expect(name).toMatch(COLUMN_NAME)
          expect(name.length).toBeLessThanOrEqual(100)
        }
      }),
    )
  })

  it('gets the name again that the catalog has for its leaf, and no name that it has for another', () => {
    const published = [
      { name: 'details_a_b', pointer: '/a/b' },
      { name: 'details_c', pointer: '/C' },
    ]
    expect(withPromotion([], published, '/a/b', HOW)).toMatchObject([{ name: 'details_a_b' }])
    expect(withPromotion([], published, '/c', HOW)[0]!.name).toMatch(/^details_c_[0-9a-f]{8}$/)
  })

  it.each([
    ['/spec/tier', 'details_spec_tier'],
    ['/spec/codecServer/passAccessToken', 'details_spec_codec_server_pass_access_token'],
    ['/spec/custom search', 'details_spec_custom_search'],
    ['/日本', 'details_leaf'],
  ])('is named after its path: %s', (leaf, name) => {
    expect(withPromotion([], [], leaf, HOW)).toMatchObject([{ name, pointer: leaf }])
  })

  it.each([
    ['spec/tier', 'no JSON Pointer'],
    ['/a~2', 'no JSON Pointer'],
    ['', 'all of the details'],
    ['/a//b', 'empty'],
    ['/a\u0000', 'cannot be written in SQL'],
    ['/\u202Ea', 'cannot be written in SQL'],
    [`/${'a'.repeat(200)}`, 'longer than 200 bytes'],
    [`/${'é'.repeat(100)}`, 'longer than 200 bytes'],
  ])('is not made of %j', (leaf, why) => {
    expect(whyNotPromotable(leaf)).toContain(why)
  })
})

describe('a JSON Pointer', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), tokens => {
        expect(pointerTokens(pointerOf(tokens))).toEqual(tokens)
      }),
    )
  })
})
