import { randomUUID } from 'node:crypto'
import { link, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isStillThere, type ProcessIdentity, thisProcess } from './process-identity.ts'

const LOCK = /^lock\.(\d+)$/

/**
 * Claims a folder for this process, until it is released or the process is gone, however it went.
 *
 * A claim is a numbered file, `lock.1`, `lock.2`, ...: the highest counts. It is made by a hard link, which fails when
 * the number is taken, so of two processes that find the same dead claim one wins; and it is released by emptying it,
 * so that its number stays taken for whoever looked before.
 *
 * @returns releases it
 * @throws Error that names the process which has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const claim = join(folder, `claim.${randomUUID()}`)
  await writeFile(claim, JSON.stringify(await thisProcess()))
  try {
    for (;;) {
      const last = Math.max(0, ...(await locksIn(folder)))
      const owner = await ownerOf(join(folder, `lock.${last}`))
      if (owner && (await isStillThere(owner))) {
        throw new Error(`the stream in ${folder} is in use by process ${owner.pid}: stop it first`)
      }
      const path = join(folder, `lock.${last + 1}`)
      if ((await isLinked(claim, path)) && (await isHighest(folder, last + 1))) {
        await removeUpTo(folder, last)
        return async () => await truncate(path)
      }
    }
  } finally {
    await rm(claim, { force: true })
  }
}

async function locksIn(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap(name => LOCK.exec(name)?.[1] ?? []).map(Number)
}

/** Null when the claim was released, or is not there any more. */
async function ownerOf(path: string): Promise<ProcessIdentity | null> {
  try {
    const text = await readFile(path, 'utf8')
    return text === '' ? null : (JSON.parse(text) as ProcessIdentity)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

async function isLinked(existing: string, path: string): Promise<boolean> {
  try {
    await link(existing, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** A number may be free because somebody came past it: then the claim is none. */
async function isHighest(folder: string, number: number): Promise<boolean> {
  if (Math.max(...(await locksIn(folder))) === number) return true
  await rm(join(folder, `lock.${number}`), { force: true })
  return false
}

async function removeUpTo(folder: string, number: number): Promise<void> {
  for (const old of await locksIn(folder)) {
    if (old <= number) await rm(join(folder, `lock.${old}`), { force: true })
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
