import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyToMutate, type Mutant } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'

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
      for (const test of mutation.noticedBy) {
        const failing = await mutant.failing([test])
        process.stdout.write(`without ${mutation.breaks}, of ${test} fail: ${failing.join('; ')}\n`)
        expect(failing).not.toEqual([])
      }
      await mutant.restore(mutation)
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
