import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const NAME = 'lock'

/**
 * Claims a folder for this process, until it is released or the process is gone.
 *
 * @returns releases it
 * @throws Error that names the process which has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, NAME)
  const own = `${path}.${process.pid}`
  await writeFile(own, String(process.pid))
  try {
    for (;;) {
      try {
        await link(own, path) // fails when it is there: of two processes one wins
        return async () => await rm(path, { force: true })
      } catch (error) {
        if (!isCode(error, 'EEXIST')) throw error
        const owner = Number(await readFile(path, 'utf8').catch(() => ''))
        if (owner > 0 && isAlive(owner)) {
          throw new Error(`the stream in ${folder} is in use by process ${owner}: stop it first`, { cause: error })
        }
        await rm(path, { force: true })
      }
    }
  } finally {
    await rm(own, { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
