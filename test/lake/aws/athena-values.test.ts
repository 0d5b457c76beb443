import { describe, expect, it } from 'vitest'
import { athenaPrice } from '../../../packages/lake/src/aws/athena-price.ts'
import { athenaValue } from '../../../packages/lake/src/aws/athena-values.ts'

describe('athenaValue', () => {
  it.each([
    ['2026-11-22 10:00:00.000', 'timestamp', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22 10:00:00', 'timestamp', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22 10:00:00.123456', 'timestamp', '2026-11-22T10:00:00.123456Z'],
    ['2026-11-22 10:00:00.100000000', 'timestamp', '2026-11-22T10:00:00.100Z'],
    ['+12026-11-22 10:00:00.000', 'timestamp', '+12026-11-22T10:00:00.000Z'],
    ['2026-11-22 10:00:00.000 UTC', 'timestamp with time zone', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22 10:00:00.123456 +05:30', 'timestamp with time zone', '2026-11-22T04:30:00.123456Z'],
    ['2026-11-22 00:30:00.000 -08:00', 'timestamp with time zone', '2026-11-22T08:30:00.000Z'],
    ['2026-11-22 11:00:00.000 Europe/Berlin', 'timestamp with time zone', '2026-11-22T10:00:00.000Z'],
    ['2026-07-22 11:00:00.000 Europe/Berlin', 'timestamp with time zone', '2026-07-22T09:00:00.000Z'],
    // the clock goes from 2:00 to 3:00 at 1:00 UTC
    ['2026-03-29 01:30:00.000 Europe/Berlin', 'timestamp with time zone', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29 03:30:00.000 Europe/Berlin', 'timestamp with time zone', '2026-03-29T01:30:00.000Z'],
    ['2026-11-22 11:00:00.000 Moon/Base', 'timestamp with time zone', '2026-11-22 11:00:00.000 Moon/Base'],
    ['2026-11-22', 'date', '2026-11-22'],
    ['10:00:00.000', 'time', '10:00:00.000'],
    ['12.50', 'decimal', '12.50'],
    ['1.0E10', 'double', 1e10],
    ['-Infinity', 'double', '-Infinity'],
    ['1.5', 'float', 1.5],
    ['-9007199254740992', 'bigint', '-9007199254740992'],
    ['68 65', 'varbinary', '68 65'],
    ['{"a": 1}', 'json', '{"a": 1}'],
    ['', 'varchar', ''],
    ['[]', 'array', []],
    ['[, a, null]', 'array', ['', 'a', null]],
    ['[[a, b], [], null]', 'array', [['a', 'b'], [], null]],
    ['{a=1, b=null}', 'map', { a: '1', b: null }],
    ['{}', 'map', {}],
    ['{who={name=x, ids=[1, 2]}, n=3}', 'row', { who: { name: 'x', ids: ['1', '2'] }, n: '3' }],
    ['{a=b=c}', 'map', { a: 'b=c' }],
  ])('reads %j of the type %s', (text, type, value) => {
    expect(athenaValue(text, type)).toEqual(value)
  })

  it('takes the lack of a text for NULL, of whatever type', () => {
    for (const type of ['varchar', 'array', 'timestamp', 'bigint']) expect(athenaValue(undefined, type)).toBeNull()
  })
})

describe('athenaPrice', () => {
  it('counts whole megabytes, ten of them at least', () => {
    const perMegabyte = (bytes: number) => athenaPrice(bytes, 2 ** 20)
    expect([0, 10 * 2 ** 20, 10 * 2 ** 20 + 1, 2 ** 40].map(perMegabyte)).toEqual([10, 10, 11, 2 ** 20])
  })
})
