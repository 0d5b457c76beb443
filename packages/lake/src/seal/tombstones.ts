import {
  currentKeys,
  type Manifest,
  type ReadManifest,
  readManifest,
  replaceManifest,
  type Tombstone,
} from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { isPublished } from '../publish/publish.ts'
import { generationTime } from './generation.ts'
import type { SealPorts } from './seal.ts'

/**
 * Gives every tombstone its time, and files that were never committed a tombstone.
 *
 * The grace begins when the new generations are seen to be published, not when they are committed: until then readers
 * are still pointed to the old ones. A tombstone for what was never committed is what makes deleting it safe: a sealer
 * that is about to commit it has read an older manifest, and will be refused.
 *
 * @param pretend whether to write nothing
 * @returns null when somebody else replaced the manifest in the meantime: the next clean-up will do
 */
export async function scheduleDeletions(
  { objects, catalog }: SealPorts,
  now: () => number,
  graceMs: number,
  pretend: boolean,
): Promise<ReadManifest | null> {
  const { published } = await catalog.read()
  const read = await readManifest(objects)
  const seenAt = now() // after it was seen to be published: this process may have slept before
  const { days, tombstones } = read.manifest
  const inUse = currentKeys(days, published.partitions)
  for (const { key } of tombstones) inUse.add(key)
  const orphans = await orphansBefore(objects, seenAt - graceMs, inUse)
  const timed = isPublished(published, read.manifest) ? withTimes(tombstones, seenAt + graceMs) : tombstones
  if (orphans.length === 0 && timed === tombstones) return read
  const next: Manifest = { ...read.manifest, tombstones: [...timed, ...orphans.map(key => orphan(key, seenAt))] }
  if (pretend) return { ...read, manifest: next }
  return (await replaceManifest(objects, read, next)) ? await readManifest(objects) : null
}

function withTimes(tombstones: readonly Tombstone[], deleteAfter: number): readonly Tombstone[] {
  if (tombstones.every(tombstone => tombstone.deleteAfter !== null)) return tombstones
  const text = new Date(deleteAfter).toISOString()
  return tombstones.map(tombstone => ({ ...tombstone, deleteAfter: tombstone.deleteAfter ?? text }))
}

function orphan(key: string, now: number): Tombstone {
  return { key, why: 'orphaned', deleteAfter: new Date(now).toISOString() }
}

/** Files of generations that nobody knows, and that were begun before a time: their sealers lost a race, or died. */
async function orphansBefore(objects: ObjectStore, time: number, known: ReadonlySet<string>): Promise<string[]> {
  const orphans: string[] = []
  for await (const { key } of objects.list('sealed/')) {
    const begun = generationTime(key)
    if (begun !== null && begun < time && !known.has(key)) orphans.push(key)
  }
  return orphans
}
