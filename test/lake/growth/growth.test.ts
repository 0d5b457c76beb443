import { describe, expect, it } from 'vitest'
import { dayNews } from '../../../packages/lake/src/growth/day-news.ts'
import { grown, MOST_SIGHTINGS, NO_GROWTH } from '../../../packages/lake/src/growth/growth.ts'
import { leavesOf } from '../../../packages/lake/src/growth/leaves.ts'
import { dueForPromotion } from '../../../packages/lake/src/growth/promotion-rule.ts'

const TIMES = { firstTime: '2026-11-22T10:00:00.000Z', lastTime: '2026-11-22T11:00:00.000Z' }

function newsOf(shapes: readonly string[], before = NO_GROWTH) {
  const news = dayNews(before)
  for (const text of shapes) news.add({ what: 'details', text, rows: 1, ...TIMES })
  return news.result()
}

describe('the leaves of a shape', () => {
  it('are what is no object, by JSON Pointer; a list is one', () => {
    const shape =
      '{"a/b":{"~":"UBIGINT","__proto__":"VARCHAR"},"l":[{"x":"DOUBLE"}],"e":"JSON","n":"NULL","t":"BOOLEAN"}'
    expect(leavesOf(shape)).toEqual([
      ['/a~1b/~0', 'number'],
      ['/a~1b/__proto__', 'text'],
      ['/l', 'list'],
      ['/e', 'mixed'],
      ['/n', 'null'],
      ['/t', 'boolean'],
    ])
  })

  it('are none where the details are no object', () => {
    expect(leavesOf('"VARCHAR"')).toEqual([])
    expect(leavesOf('["VARCHAR"]')).toEqual([])
  })

  it('end at sixteen objects in each other, and at pointers of 255 characters', () => {
    const deep = `${'{"a":'.repeat(10_000)}"VARCHAR"${'}'.repeat(10_000)}`
    expect(leavesOf(deep)).toEqual([['/a'.repeat(16), 'object']])
    expect(leavesOf(`{"${'x'.repeat(255)}":"VARCHAR"}`)).toEqual([])
  })
})

describe('growth', () => {
  it('passes over what has a column in every lake, and what is in it', () => {
    const news = newsOf([
      '{"spec":{"name":"VARCHAR","access":{"namespace_accesses":{"ns":"VARCHAR"}},"tier":"VARCHAR"}}',
    ])
    expect([...news.leaves.keys()]).toEqual(['/spec/tier'])
  })

  it('is bounded however many names a sender makes up, and keeps what was seen on most days', () => {
    const steady = grown(NO_GROWTH, '2026-11-21', newsOf(['{"tier":"VARCHAR"}']))
    const made = Array.from({ length: 25_000 }, (_, i) => `{"made_up_${i}":"VARCHAR"}`)
    const news = newsOf(['{"tier":"VARCHAR"}', ...made], steady)
    expect(news.leaves.size).toBeLessThanOrEqual(10_000)
    const growth = grown(steady, '2026-11-22', news)
    expect(Object.keys(growth.leaves)).toHaveLength(MOST_SIGHTINGS)
    expect(growth.leaves['/tier']).toMatchObject({ days: 2, rows: 2, spans: ['2026-11-21/2026-11-22'] })
    expect(growth.forgotten).toBeGreaterThan(1000)
    expect(JSON.stringify(growth).length).toBeLessThan(200_000)
  })

  it('says how many rows were not looked at', () => {
    const news = dayNews(NO_GROWTH)
    news.add({ what: 'details', text: null, rows: 3, ...TIMES })
    expect(grown(NO_GROWTH, '2026-11-22', news.result())).toEqual({ ...NO_GROWTH, unread: 3 })
  })

  it('makes leaves due for a column after so many days, those on most days first, up to the limit', () => {
    let growth = NO_GROWTH
    for (const day of ['2026-11-20', '2026-11-21', '2026-11-22']) {
      const shape = {
        a: 'VARCHAR',
        'b~': 'UBIGINT',
        l: ['VARCHAR'],
        n: 'NULL',
        '': 'VARCHAR',
        ...(day > '2026-11-20' && { c: 'BOOLEAN' }),
      }
      growth = grown(growth, day, newsOf([JSON.stringify(shape)]))
    }
    expect(dueForPromotion(growth, [], { days: 4, columns: 9 })).toEqual([])
    expect(dueForPromotion(growth, [], { days: 3, columns: 9 })).toEqual(['/a', '/b~0'])
    expect(dueForPromotion(growth, [], { days: 2, columns: 9 })).toEqual(['/a', '/b~0', '/c'])
    expect(dueForPromotion(growth, [], { days: 2, columns: 1 })).toEqual(['/a'])
    const promoted = [{ name: 'details_a', pointer: '/a' }]
    expect(dueForPromotion(growth, promoted, { days: 2, columns: 2 })).toEqual(['/b~0'])
    expect(dueForPromotion(growth, promoted, { days: 2, columns: 0 })).toEqual([])
  })
})
