import { describe, expect, it } from 'vitest'
import { scaleTop } from '../../../packages/queries/src/report/html/columns.ts'

describe('scaleTop', () => {
  it.each([
    [0, 2],
    [1, 2],
    [2, 2],
    [3, 4],
    [10, 20],
    [21, 40],
    [143, 200],
    [186, 200],
    [801, 1000],
    [1_000_000, 2_000_000],
  ])('of %i is %i: an even number, at least as large and at most twice', (most, top) => {
    expect(scaleTop(most)).toBe(top)
  })
})
