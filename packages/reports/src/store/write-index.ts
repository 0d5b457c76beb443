import type { ObjectStore } from '@temporal-audit-lake/lake'
import { renderIndex } from '@temporal-audit-lake/queries'
import { bytesOf, madeRuns, readRun } from './stored-run.ts'

const MOST_RUNS = 500 // on the page, the newest

/** Writes `reports/index.html`: the stored reports, the newest period first. */
export async function writeIndex(objects: ObjectStore): Promise<void> {
  const folders = [...(await madeRuns(objects))].sort((a, b) => (periodOf(a) < periodOf(b) ? 1 : -1))
  const runs = []
  for (const folder of folders.slice(0, MOST_RUNS)) {
    const run = await readRun(objects, folder)
    if (run) runs.push(run)
  }
  await objects.put('reports/index.html', bytesOf(renderIndex(runs, folders.length)))
}

/** @example periodOf('reports/access-review/2026-10-01-to-2026-11-01/') // '2026-10-01-to-2026-11-01/' */
function periodOf(folder: string): string {
  return folder.split('/').slice(2).join('/')
}
