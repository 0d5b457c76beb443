import { copyToMutate } from './mutant.ts'
import { MUTATIONS } from './mutations.ts'

const m = await copyToMutate()
for (const x of MUTATIONS.slice(4)) {
  await m.mutate(x)
  for (const set of [
    ['test/lake/seal/open', 'test/lake/seal/seal.test', 'test/lake/manifest'],
    ['test/lake/seal/clean', 'test/lake/seal/readers'],
    ['test/faults/effect-walk'],
    ['test/faults/interleaving'],
    ['test/faults/faults.test'],
  ]) {
    const t = Date.now()
    try {
      console.log(
        x.breaks.slice(0, 40),
        set.join(),
        JSON.stringify((await m.failing(set)).slice(0, 9)),
        Math.round((Date.now() - t) / 1000) + 's',
      )
    } catch (e) {
      console.log(x.breaks, set.join(), String(e))
    }
  }
  await m.restore(x)
}
await m.remove()
