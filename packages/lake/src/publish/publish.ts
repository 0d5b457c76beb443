import { type Catalog, PARTITIONS_AT_ONCE, type PromotedColumn, type Published, type ViewLiterals } from '../catalog.ts'
import { LakeError } from '../lake-error.ts'
import { type Manifest, readManifest } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'

/**
 * Brings the catalog to where the manifest is: first the columns of `sealed`, then its partitions, then the views.
 *
 * Each step leaves the view exact. A column that is added is NULL in all there is. A partition moves to a generation that
 * holds all of the old one and more. What of it is in arrivals that the old literals still read, the view takes out. The
 * new literals come when every partition holds what they no longer read from arrivals.
 *
 * It may be called again, and by several at once: each step looks at the catalog, then at the manifest, and is refused
 * when the catalog has changed since. So a step never goes back behind what is published.
 *
 * @throws LakeError when the manifest lacks a day that is published
 */
export async function publish(objects: ObjectStore, catalog: Catalog): Promise<void> {
  for (;;) {
    const read = await catalog.read()
    const { manifest } = await readManifest(objects)
    assertKnown(read.published, manifest)
    const lacking = columnsBehind(read.published, manifest)
    const behind = partitionsBehind(read.published, manifest)
    if (lacking.length > 0) await catalog.addColumns(read, lacking)
    else if (behind.length > 0)
      await catalog.setPartitions(read, Object.fromEntries(behind.slice(0, PARTITIONS_AT_ONCE)))
    else if (hasViewOf(read.published, manifest)) return
    else await catalog.setView(read, { ...literalsOf(manifest), promoted: read.published.columns })
  }
}

/** A manifest that was lost, and begun anew, would take the days it does not know out of the view. */
function assertKnown({ partitions }: Published, { days }: Manifest): void {
  const lost = Object.keys(partitions).find(day => !days[day])
  if (lost !== undefined)
    throw new LakeError(`manifest.json does not know ${lost}, which is published: restore it from a backup`)
}

/** Whether readers see all of a manifest. */
export function isPublished(published: Published, manifest: Manifest): boolean {
  const isBehind = columnsBehind(published, manifest).length > 0 || partitionsBehind(published, manifest).length > 0
  return !isBehind && hasViewOf(published, manifest)
}

function columnsBehind({ columns }: Published, { promoted }: Manifest): PromotedColumn[] {
  const known = new Set(columns.map(({ name }) => name))
  return promoted.filter(({ name }) => !known.has(name)).map(({ name, pointer }) => ({ name, pointer }))
}

function partitionsBehind({ partitions }: Published, { days }: Manifest): [day: string, generation: string][] {
  return Object.entries(days)
    .filter(([day, { generation }]) => partitions[day] !== generation)
    .map(([day, { generation }]) => [day, generation])
}

function hasViewOf({ columns, promoted, ...published }: Published, { sealedThrough, openFrom }: Manifest): boolean {
  const isWhole = promoted.length === columns.length
  return isWhole && published.sealedThrough === sealedThrough && published.openFrom === openFrom
}

function literalsOf({ sealedThrough, openFrom }: Manifest): ViewLiterals {
  return { sealedThrough, openFrom }
}
