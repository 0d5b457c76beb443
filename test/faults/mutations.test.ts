import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeLong } from '../long.ts'
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

  it('stand in docs/faults.md, and no others', () => {
    const page = readFileSync('docs/faults.md', 'utf8')
    const rows = page.slice(page.indexOf('| broken | what fails |')).split('\n').slice(2)
    const broken = rows.filter(row => row.startsWith('|')).map(row => row.split(' | ')[0]!.slice(2))
    expect(broken).toEqual(MUTATIONS.map(({ breaks }) => breaks))
  })
})

describeLong('the tests', () => {
  it(
    'pass when nothing is broken',
    async () => {
      expect(await mutant.failing([...new Set(MUTATIONS.flatMap(({ noticedBy }) => noticedBy))])).toEqual([])
    },
    20 * MINUTES,
  )

  it.each(MUTATIONS)(
    'fail without $breaks',
    async mutation => {
      await mutant.mutate(mutation)
      try {
        for (const test of mutation.noticedBy) {
          const failing = await mutant.failing([test])
          process.stdout.write(`${mutation.breaks}; of ${test} fail: ${failing.join('; ')}\n`)
          expect(failing).not.toEqual([])
        }
      } finally {
        await mutant.restore(mutation)
      }
    },
    20 * MINUTES,
  )
})
