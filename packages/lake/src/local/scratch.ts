import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const STALE_MS = 24 * 60 * 60_000

/**
 * Makes a folder for the temporary files of one process, on the file system of the lake: DuckDBs that spill into one
 * folder take each other's files.
 *
 * Folders that were left when a process died are deleted after a day.
 *
 * @param prefix of its name: what kind of process it is
 */
export async function makeScratch(lake: string, prefix: string): Promise<string> {
  const temporary = join(lake, '.tmp')
  await mkdir(temporary, { recursive: true })
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name)
    if (name.startsWith(prefix) && (await isStale(path))) await rm(path, { recursive: true, force: true })
  }
  const scratch = join(temporary, `${prefix}${randomUUID()}`)
  await mkdir(scratch)
  return scratch
}

async function isStale(path: string): Promise<boolean> {
  try {
    return (await stat(path)).mtimeMs < Date.now() - STALE_MS
  } catch {
    return false // somebody else has deleted it
  }
}
