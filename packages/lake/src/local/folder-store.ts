import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkedKey, invalidKey } from '../object-key.ts'
import type { Condition, ListedObject, ObjectStore, PutResult, StoredObject } from '../object-store.ts'

/** Files in the making, within the folder so that a rename never crosses file systems; no listing shows it. */
const TEMPORARY = '.tmp'
/** Ends the name of a folder that holds the versions of an object written with conditions: `manifest.json~/12`. */
const VERSIONS = '~'
/** Versions that are kept; of older ones only the numbers are. */
const KEEP_VERSIONS = 10

/**
 * Objects as files of a folder.
 *
 * A file appears by a rename when all its bytes are on disk, so no reader ever sees half of one, and the folder's entry
 * is on disk before a put returns. Compare-and-swap needs no lock that a dying process could leave behind: an object
 * written with conditions is a folder of numbered versions, the highest is the object, and its etag is the number. A
 * new version is made by a hard link, which fails when the number is taken: of two writers one wins.
 *
 * @example
 * const objects = folderStore('./audit-lake')
 * await objects.put('manifest.json', body, { ifNoneMatch: '*' }) // { written: true, etag: '1' }
 * await objects.put('manifest.json', other, { ifMatch: '1' })    // { written: true, etag: '2' }
 * await objects.put('manifest.json', third, { ifMatch: '1' })    // { written: false }
 */
export function folderStore(folder: string): ObjectStore {
  const pathOf = (key: string) => join(folder, checkedFileKey(key))
  return {
    get: key => getObject(pathOf(key)),
    put: (key, body, condition) =>
      condition ? putVersion(folder, pathOf(key), body, condition) : putFile(folder, pathOf(key), body),
    list: prefix => listFolder(folder, prefix),
    delete: key => rm(pathOf(key), { force: true }),
  }
}

/** Keys whose files would be mistaken for what this store keeps beside objects are none. */
function checkedFileKey(key: string): string {
  if (key.split('/').some(part => part.endsWith(VERSIONS)) || key.startsWith(TEMPORARY)) throw invalidKey(key)
  return checkedKey(key)
}

async function getObject(path: string): Promise<StoredObject | null> {
  const version = await newestVersion(path)
  if (version === 0) {
    const body = await readOrNull(path)
    return body && { body, etag: createHash('sha256').update(body).digest('hex') }
  }
  const body = await readFile(join(path + VERSIONS, String(version)))
  // emptied between the two looks: there is a newer one
  return body.length === 0 ? getObject(path) : { body: new Uint8Array(body), etag: String(version) }
}

async function putFile(folder: string, path: string, body: Uint8Array): Promise<PutResult> {
  const temporary = await writeTemporary(folder, body)
  await makeFolder(dirname(path))
  await rename(temporary, path)
  await syncFolder(dirname(path))
  return { written: true, etag: createHash('sha256').update(body).digest('hex') }
}

/**
 * Moves a file of the same file system to where an object of a folder store stands: it appears whole, and on disk.
 *
 * For files that are too large to be held in memory.
 */
export async function moveIntoStore(folder: string, key: string, file: string): Promise<void> {
  const path = join(folder, checkedFileKey(key))
  const opened = await open(file, 'r')
  await opened.sync().finally(() => opened.close())
  await makeFolder(dirname(path))
  await rename(file, path)
  await syncFolder(dirname(path))
}

async function putVersion(folder: string, path: string, body: Uint8Array, condition: Condition): Promise<PutResult> {
  if (body.length === 0) throw new RangeError('an object written with a condition cannot be empty')
  const versions = path + VERSIONS
  const expected = await versionToReplace(path, condition)
  if ((await newestVersion(path)) !== expected) return { written: false }
  const next = expected + 1
  const temporary = await writeTemporary(folder, body)
  await makeFolder(versions)
  const isOurs = await linkOrNot(temporary, join(versions, String(next)))
  await rm(temporary)
  if (!isOurs) return { written: false }
  await syncFolder(versions)
  if (next === 1) await rm(path, { force: true })
  // an old version is emptied, not deleted: a writer that slept since must still find its number taken
  const old = next - KEEP_VERSIONS
  if (old > 0) await rename(await writeTemporary(folder, new Uint8Array(0)), join(versions, String(old)))
  return { written: true, etag: String(next) }
}

/** A file that was copied into the folder, as from a bucket, is before all versions: its etag is the hash of its bytes. */
async function versionToReplace(path: string, condition: Condition): Promise<number> {
  if (!('ifMatch' in condition)) return 0
  if (/^\d{1,15}$/.test(condition.ifMatch)) return Number(condition.ifMatch)
  return (await getObject(path))?.etag === condition.ifMatch ? 0 : Number.NaN
}

async function newestVersion(path: string): Promise<number> {
  return Math.max(0, ...(await versionsOf(path)))
}

async function versionsOf(path: string): Promise<number[]> {
  return (await entriesOf(path + VERSIONS)).map(entry => Number(entry.name))
}

async function linkOrNot(existing: string, path: string): Promise<boolean> {
  try {
    await link(existing, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function writeTemporary(folder: string, body: Uint8Array): Promise<string> {
  await mkdir(join(folder, TEMPORARY), { recursive: true })
  const path = join(folder, TEMPORARY, randomUUID())
  const file = await open(path, 'wx')
  try {
    await file.writeFile(body)
    await file.sync()
  } finally {
    await file.close()
  }
  return path
}

/** Makes a folder, and has its entry in the folder above on disk. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first !== undefined) await syncFolder(dirname(first))
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function* listFolder(folder: string, prefix: string): AsyncIterable<ListedObject> {
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1)
  yield* listBelow(folder, start, prefix)
}

async function* listBelow(folder: string, below: string, prefix: string): AsyncIterable<ListedObject> {
  const entries = (await entriesOf(join(folder, below))).filter(entry => below !== '' || entry.name !== TEMPORARY)
  const named = entries
    .map(entry => ({ entry, key: below + nameOf(entry) }))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  for (const { entry, key } of named) {
    if (entry.isDirectory() && !entry.name.endsWith(VERSIONS)) {
      if (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`)) yield* listBelow(folder, `${key}/`, prefix)
    } else if (key.startsWith(prefix)) {
      const size = await sizeOf(join(folder, key))
      if (size !== null) yield { key, size }
    }
  }
}

type Entry = Awaited<ReturnType<typeof entriesOf>>[number]

function nameOf(entry: Entry): string {
  return entry.isDirectory() && entry.name.endsWith(VERSIONS) ? entry.name.slice(0, -VERSIONS.length) : entry.name
}

/** Keys in a folder are ordered as whole keys are: a slash counts. */
function sortKey({ entry, key }: { entry: Entry; key: string }): string {
  return entry.isDirectory() && !entry.name.endsWith(VERSIONS) ? `${key}/` : key
}

/** Null when the object was deleted while the folder was listed. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    const version = await newestVersion(path)
    return (await stat(version === 0 ? path : join(path + VERSIONS, String(version)))).size
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

async function entriesOf(path: string) {
  try {
    return await readdir(path, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
