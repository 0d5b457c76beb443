import {
  currentKeys,
  type Manifest,
  type ReadManifest,
  replaceManifest,
  sealedKey,
  type Tombstone,
} from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { writeMergedFiles } from './merged-files.ts'
import type { SealPorts } from './seal.ts'
import { scheduleDeletions } from './tombstones.ts'

/** How long a query may go on reading what it found when it began, in milliseconds: Athena stops one after 30 minutes. */
export const GRACE_MS = 2 * 60 * 60_000

export interface CleanUpOptions {
  /** The clock, in milliseconds since the epoch. */
  readonly now: () => number
  /** Default `GRACE_MS`. */
  readonly graceMs?: number
  /** Whether to say what would be deleted now, and to change nothing. */
  readonly dryRun?: boolean
}

/** What a clean-up did. */
export interface CleanUpResult {
  /** Keys of the files that are deleted. */
  readonly deleted: readonly string[]
  /** Files that were to be deleted, but hold versions of events that the sealed files lack: how many, by key. */
  readonly kept: ReadonlyMap<string, number>
  /** Files that wait for their grace to end. */
  readonly waiting: number
}

const NOTHING: CleanUpResult = { deleted: [], kept: new Map(), waiting: 0 }

/**
 * Deletes what no reader needs: arrivals that are sealed, generations that were replaced, and files that were never
 * committed.
 *
 * A file goes when its grace is over, and not before every version of every event in it was found again in the current
 * generation. A merged file that holds more is left, and merged again by the next seal.
 *
 * It may die at any moment and run beside sealers and other clean-ups; whoever is later finds less to do.
 */
export async function cleanUp(ports: SealPorts, options: CleanUpOptions): Promise<CleanUpResult> {
  const now = options.now()
  const read = await scheduleDeletions(ports, options.now, options.graceMs ?? GRACE_MS, options.dryRun ?? false)
  if (!read) return NOTHING
  const { published } = await ports.catalog.read()
  const inUse = currentKeys(read.manifest.days, published.partitions)
  const due = read.manifest.tombstones.filter(tombstone => isDue(tombstone, now) && !inUse.has(tombstone.key))
  const existing = await existingOf(ports.objects, due)
  const kept = await missingVersions(ports, read.manifest, existing)
  if (!kept) return NOTHING
  const deleted = existing.map(({ key }) => key).filter(key => !kept.has(key))
  const result = { deleted, kept, waiting: read.manifest.tombstones.length - due.length }
  if (options.dryRun) return result
  const merged = due.filter(({ key, why }) => why === 'merged' && !kept.has(key))
  await writeMergedFiles(ports.objects, merged, options.now)
  for (const key of deleted) await ports.objects.delete(key)
  await forget(ports.objects, read, due, kept)
  return result
}

function isDue({ deleteAfter }: Tombstone, now: number): boolean {
  return deleteAfter !== null && Date.parse(deleteAfter) <= now
}

/** Those that are still there: whoever died after deleting some had no time to forget them. */
async function existingOf(objects: ObjectStore, due: readonly Tombstone[]): Promise<Tombstone[]> {
  const keys = new Set<string>()
  for (const prefix of new Set(due.map(({ key }) => key.slice(0, key.indexOf('/') + 1)))) {
    for await (const { key } of objects.list(prefix)) keys.add(key)
  }
  return due.filter(({ key }) => keys.has(key))
}

/** @returns null when another clean-up deletes the files while this one reads them */
async function missingVersions(
  { objects, merger }: SealPorts,
  { days }: Manifest,
  existing: readonly Tombstone[],
): Promise<ReadonlyMap<string, number> | null> {
  const committed = existing.filter(({ why }) => why === 'merged' || why === 'replaced')
  if (committed.length === 0) return new Map()
  const keys = committed.map(({ key }) => key)
  try {
    const touched = [...(await merger.days(keys)).keys()].filter(day => days[day])
    return await merger.missing(
      keys,
      touched.map(day => sealedKey(day, days[day]!.generation)),
    )
  } catch (error) {
    if ((await existingOf(objects, committed)).length < committed.length) return null
    throw error
  }
}

/** Takes away the tombstones of what is gone, and of merged files that must be merged again. */
async function forget(
  objects: ObjectStore,
  read: ReadManifest,
  due: readonly Tombstone[],
  kept: ReadonlyMap<string, number>,
): Promise<void> {
  const done = new Set(due.filter(({ key, why }) => !kept.has(key) || why === 'merged').map(({ key }) => key))
  if (done.size === 0) return
  const tombstones = read.manifest.tombstones.filter(({ key }) => !done.has(key))
  await replaceManifest(objects, read, { ...read.manifest, tombstones })
}
