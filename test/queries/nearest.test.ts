import { describe, expect, it } from 'vitest'
import { nearest } from '../../packages/queries/src/nearest.ts'

const NAMES = ['who-did-what', 'failed-operations', 'new-principals']

describe('nearest', () => {
  it.each([
    ['failed-operation', 'failed-operations'],
    ['who_did_what', 'who-did-what'],
    ['newprincipals', 'new-principals'],
  ])('takes %s for %s', (text, name) => {
    expect(nearest(text, NAMES)).toBe(name)
  })

  it('guesses nothing when nothing is near', () => {
    expect(nearest('quarterly-revenue', NAMES)).toBeNull()
    expect(nearest('x', [])).toBeNull()
  })
})
