import { seal } from '../../packages/lake/src/index.ts'
import type { LocalLake } from '../../packages/lake/src/local/index.ts'

/** Seals a lake: events of days that are closed by a clock are shown from then on. */
export async function sealAll(lake: LocalLake, now: number): Promise<void> {
  const merger = await lake.merger()
  let ids = 0
  await seal({ ...lake, merger }, { now: () => now, newId: () => String(ids++) }).finally(() => merger.close())
}
