import type { ObjectStore } from '@temporal-audit-lake/lake'
import { renderIndex, reports } from '@temporal-audit-lake/queries'
import { bytesOf, madeRuns, readRun } from './stored-run.ts'

const MOST_RUNS = 500 // on the page, the newest

/** Where the page is that leads to all stored reports. */
export const INDEX = 'reports/index.html'

/** Writes it: the newest period first, and of one period in the order in which reports are listed. */
export async function writeIndex(objects: ObjectStore): Promise<void> {
  const folders = [...(await madeRuns(objects))].sort(
    (a, b) => periodOf(b).localeCompare(periodOf(a), 'en') || placeOf(a) - placeOf(b),
  )
  const runs = []
  for (const folder of folders.slice(0, MOST_RUNS)) {
    const run = await readRun(objects, folder)
    if (run) runs.push(run)
  }
  await objects.put(INDEX, bytesOf(renderIndex(runs, folders.length)))
}

/** @example periodOf('reports/access-review/2026-10-01-to-2026-11-01/') // '2026-10-01-to-2026-11-01/' */
function periodOf(folder: string): string {
  return folder.split('/').slice(2).join('/')
}

function placeOf(folder: string): number {
  return reports.findIndex(({ name }) => name === folder.split('/')[1])
}
