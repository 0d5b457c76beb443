import { join } from 'node:path'
import { checks, previewPromotion, promote, setPromotionRule } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import type { Lake } from '../lake.ts'
import { sealLate } from '../sealing.ts'
import { connectFolder } from './connect.ts'
import { sealFolder } from './seal.ts'

/** A lake in a folder, as commands want it. */
export function folderLake(lake: LocalLake): Lake {
  const { objects, deadLetters, receipts } = lake
  return {
    ...{ objects, deadLetters, receipts },
    reports: join(lake.folder, 'reports'),
    engine: () => lake.engine(),
    async checks({ now }) {
      const engine = await lake.engine()
      const checked = { ...lake, engine, now: now() }
      return { all: checks.map(({ name, run }) => ({ name, run: () => run(checked) })), close: () => engine.close() }
    },
    seal: (options, shell) => sealFolder(lake, options, shell),
    sealLate: (rows, shell) => sealLate(rows, lake, shell),
    promote: (pointer, { dryRun }, { now }) => (dryRun ? previewPromotion : promote)(lake, pointer, { now }),
    setPromotionRule: rule => setPromotionRule(objects, rule),
    connect: options => connectFolder(lake, options),
  }
}
