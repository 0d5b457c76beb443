import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MemoryBudget } from '../../packages/http/src/index.ts'

it('lets work begin in the order it came, and never more together than there is', async () => {
  const budgetBytes = 100
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: budgetBytes }), { maxLength: 30 }), async sizes => {
      const budget = new MemoryBudget(budgetBytes)
      const begun: number[] = []
      let underWay = 0
      await Promise.all(
        sizes.map(async (bytes, i) => {
          await budget.take(bytes)
          begun.push(i)
          underWay += bytes
          expect(underWay).toBeLessThanOrEqual(budgetBytes)
          await turn()
          underWay -= bytes
          budget.giveBack(bytes)
        }),
      )
      expect(begun).toEqual(sizes.map((_, i) => i))
    }),
  )
})
