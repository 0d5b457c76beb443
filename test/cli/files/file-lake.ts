import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { rowObjects } from '../../../packages/lake/src/engine.ts'
import { openLocalLake } from '../../../packages/lake/src/local/lake.ts'
import { seal } from '../../../packages/lake/src/seal/seal.ts'

/** Asks a lake in a folder, once it is sealed; the result's first row. */
export async function ask(folder: string, sql: string): Promise<Record<string, unknown>> {
  await sealLake(folder)
  const engine = await (await openLocalLake(folder)).engine()
  try {
    return (await rowObjects(await engine.query(sql)))[0] ?? {}
  } finally {
    engine.close()
  }
}

/** Seals what is late: the files of these tests are of days long past. */
async function sealLake(folder: string): Promise<void> {
  const lake = await openLocalLake(folder)
  const merger = await lake.merger()
  await seal({ ...lake, merger }, { now: Date.now, newId: randomUUID }).finally(() => merger.close())
}

/** How many events the view shows, and how many rows the receipts tell of. */
export async function counts(folder: string) {
  const { events } = await ask(folder, 'SELECT count(*) AS events FROM audit_logs')
  const { stored } = await ask(folder, 'SELECT sum(stored) AS stored FROM receipts')
  return { events: Number(events), stored: Number(stored) }
}

/** The files in the making that nobody finished. */
export function unfinished(folder: string): string[] {
  return readdirSync(join(folder, '.tmp'), { withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => entry.name)
}
