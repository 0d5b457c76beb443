import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyToMutate, type Mutant } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'

/** The tests that are to notice; the one of the real processes finds most, but not each time. */
const TESTS = [
  'test/faults/effect-walk',
  'test/faults/interleaving',
  'test/lake/seal',
  'test/lake/publish',
  'test/lake/manifest',
]
const MINUTES = 60_000

let mutant: Mutant
beforeAll(async () => {
  mutant = await copyToMutate()
})
afterAll(() => mutant.remove())

describe('the texts that are broken one by one', () => {
  it.each(MUTATIONS)('are there once: $breaks', async mutation => {
    await mutant.mutate(mutation)
    await mutant.restore(mutation)
  })
})

describe.runIf(process.env.AUDIT_LAKE_LONG === '1')('the tests', () => {
  it(
    'pass when nothing is broken',
    async () => {
      expect(await mutant.failing(TESTS)).toEqual([])
    },
    20 * MINUTES,
  )

  it.each(MUTATIONS)(
    'fail without $breaks',
    async mutation => {
      await mutant.mutate(mutation)
      const failing = await mutant.failing(TESTS)
      await mutant.restore(mutation)
      expect(failing).not.toEqual([])
      console.log(`${mutation.breaks}: ${failing.length} fail, such as "${failing[0]}"`)
    },
    20 * MINUTES,
  )
})
