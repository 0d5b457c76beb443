import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { rowObjects } from '../../../packages/lake/src/engine.ts'
import { openLocalLake } from '../../../packages/lake/src/local/lake.ts'
import { sealAll } from '../../lake/seal-all.ts'

/** Asks a lake in a folder when all of it is sealed; the result's first row. */
export async function ask(folder: string, sql: string): Promise<Record<string, unknown>> {
  const lake = await openLocalLake(folder)
  await sealAll(lake, Date.now())
  const engine = await lake.engine()
  try {
    return (await rowObjects(await engine.query(sql)))[0] ?? {}
  } finally {
    engine.close()
  }
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
