import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ObjectStore } from '../object-store.ts'
import { type DuckDBMerger, type DuckDBMergerOptions, duckDBMerger } from './duckdb-merger.ts'

/**
 * Merges the days of a lake that is somewhere else, such as in S3, on copies of its files in a folder.
 *
 * What was merged is put into the lake, and read back from there: a copy that was damaged on its way is found out.
 *
 * @param objects where the lake is
 * @param folder an empty folder; the caller deletes it after `close`
 */
export async function copyingMerger(
  objects: ObjectStore,
  folder: string,
  options: DuckDBMergerOptions = {},
): Promise<DuckDBMerger> {
  const merger = await duckDBMerger(folder, options)
  const copy = (keys: readonly string[]) => copyAll(objects, folder, keys)
  return {
    async days(keys) {
      await copy(keys)
      return await merger.days(keys)
    },
    async expected(day, keys, promoted) {
      await copy(keys)
      return await merger.expected(day, keys, promoted)
    },
    async merge(day, keys, output, promoted) {
      await copy(keys)
      const written = await merger.merge(day, keys, output, promoted)
      await objects.put(output, await readFile(join(folder, output)))
      await rm(join(folder, output))
      return written
    },
    async readBack(key) {
      await copy([key])
      return await merger.readBack(key)
    },
    async newRows(key, older, tell) {
      await copy(older === null ? [key] : [key, older])
      await merger.newRows(key, older, tell)
    },
    async missing(keys, sealed) {
      await copy([...keys, ...sealed])
      return await merger.missing(keys, sealed)
    },
    close: () => merger.close(),
  }
}

const AT_ONCE = 8

/** An object that is there already is not copied again: a key never gets another content, or none that matters. */
async function copyAll(objects: ObjectStore, folder: string, keys: readonly string[]): Promise<void> {
  const missing = [...keys].reverse()
  async function copyNext(): Promise<void> {
    for (let key = missing.pop(); key !== undefined; key = missing.pop()) await copyOne(objects, folder, key)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, copyNext))
}

async function copyOne(objects: ObjectStore, folder: string, key: string): Promise<void> {
  const path = join(folder, key)
  if (await isThere(path)) return
  const object = await objects.get(key)
  if (!object) throw new Error(`${key} is gone: another sealer was faster`)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.part`, object.body)
  await rename(`${path}.part`, path)
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
