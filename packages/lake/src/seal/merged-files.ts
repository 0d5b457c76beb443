import type { Tombstone } from '../manifest.ts'
import { objectDelivery } from '../object-delivery.ts'
import type { ObjectStore } from '../object-store.ts'

/** Where it is written which files of batches were deleted because they are sealed: NDJSON with their keys and rows. */
const MERGED_FILES = 'merged-files/'

/** A file of a batch that is sealed. */
interface MergedFile {
  readonly key: string
  /** Rows that were taken from it; absent when an earlier program took them. */
  readonly rows?: number
}

/**
 * Writes down which files of batches go because they are sealed: a batch whose file is neither there nor in this account
 * has lost it otherwise, and a check can name it.
 */
export async function writeMergedFiles(
  objects: ObjectStore,
  files: readonly MergedFile[],
  now: () => number,
): Promise<void> {
  const lines = files.map(({ key, rows }) => ({ key, rows }))
  if (lines.length > 0) await objectDelivery(objects, MERGED_FILES, now).put(lines)
}

/**
 * Every file of a batch that is sealed, and how many rows were taken from it, null when nobody counted: those that are
 * still there by their tombstones, those that are deleted by the account of clean-ups.
 */
export async function mergedFiles(
  objects: ObjectStore,
  tombstones: readonly Tombstone[],
): Promise<ReadonlyMap<string, number | null>> {
  const found = new Map<string, number | null>()
  const add = ({ key, rows }: MergedFile) => found.set(key, rows ?? null)
  for await (const { key } of objects.list(MERGED_FILES)) for (const file of await linesOf(objects, key)) add(file)
  for (const tombstone of tombstones) if (tombstone.why === 'merged') add(tombstone)
  return found
}

async function linesOf(objects: ObjectStore, key: string): Promise<MergedFile[]> {
  const body = new TextDecoder().decode((await objects.get(key))?.body)
  return body
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as MergedFile)
}
