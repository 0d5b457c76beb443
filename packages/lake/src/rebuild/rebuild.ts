import type { Archive } from '../archive/read-archive.ts'
import type { Catalog } from '../catalog.ts'
import type { DeliveryStream } from '../delivery-stream.ts'
import { dayNews, type NewRows } from '../growth/day-news.ts'
import { type Growth, grown } from '../growth/growth.ts'
import {
  commitManifest,
  type Manifest,
  type ReadManifest,
  readManifest,
  sealedKey,
  type Tombstone,
} from '../manifest.ts'
import { publish } from '../publish/publish.ts'
import { accountAfterRebuild } from '../seal/day-account.ts'
import { generationName } from '../seal/generation.ts'
import { mergeDay, type SealedDayFile } from '../seal/merge-day.ts'
import { type CompareOptions, type ComparePorts, compareDays, type DayComparison } from './compare-days.ts'
import type { DayFiles } from './row-comparer.ts'
import { type StagedArchive, type StageOptions, stageArchive } from './stage-archive.ts'

/** What rebuilding works on. */
export interface RebuildPorts extends ComparePorts {
  readonly archive: Archive
  readonly catalog: Catalog
  readonly deadLetters: DeliveryStream
}

export interface RebuildOptions extends StageOptions, CompareOptions {
  /** The clock, in milliseconds since the epoch. */
  readonly now: () => number
  /** Makes a text that nobody else makes: it names generations and commits. */
  readonly newId: () => string
  /** Whether to compare only, and to change nothing. */
  readonly dryRun?: boolean
  /** Whether rows that came from the stream, and are not in the archive, may go. */
  readonly allowLoss?: boolean
  /** Whether to write days anew that do not differ. */
  readonly all?: boolean
}

/** What a rebuild found, and whether it was committed. */
export interface RebuildResult {
  readonly archive: StagedArchive
  readonly days: readonly DayComparison[]
  /** The days that got a new generation; null when nothing was changed: rows would be lost, or nothing was to be. */
  readonly written: readonly SealedDayFile[] | null
}

/**
 * Makes the sealed days again from the verbatim archive: its records go through the same transform and the same merge as
 * when they came, and are compared with what is sealed before anything is committed.
 *
 * A day that differs gets a new generation. In it stand the rows of the archive, each with what the lake knew of the way
 * it came, and rows that never were in the stream: of files, and of mended dead letters. A day that the archive has
 * nothing of is left alone, and so is what waits to be sealed. When rows would be lost, nothing is changed unless it is
 * allowed.
 *
 * It may run beside sealers and die at any moment, as a sealer may: only the commit counts.
 *
 * @throws LakeError when the manifest, the catalog or a file of arrivals cannot be read
 */
export async function rebuild(ports: RebuildPorts, options: RebuildOptions): Promise<RebuildResult> {
  if (!options.dryRun) await publish(ports.objects, ports.catalog)
  const archive = await stageArchive(ports.archive, ports.comparer, options)
  for (;;) {
    const read = await readManifest(ports.objects)
    try {
      const result = await rebuildOnce(ports, read, archive, options)
      if (!result) continue
      if (result.written) await publish(ports.objects, ports.catalog)
      return result
    } catch (error) {
      // a sealer was faster, and has taken away what was about to be read
      if ((await readManifest(ports.objects)).etag === read.etag) throw error
    }
  }
}

type Compared = DayComparison & { readonly files: DayFiles }

/** @returns null when somebody else committed in the meantime */
async function rebuildOnce(
  ports: RebuildPorts,
  read: ReadManifest,
  archive: StagedArchive,
  options: RebuildOptions,
): Promise<RebuildResult | null> {
  const compared = await compareDays(ports, read.manifest, options)
  const days = compared.map(({ files, ...comparison }) => comparison)
  const differing = compared.filter(({ archived, ...day }) => archived > 0 && (options.all || differs(day)))
  const losesRows = differing.some(({ lost }) => lost > 0)
  if (options.dryRun || (losesRows && !options.allowLoss)) return { archive, days, written: null }
  for await (const letters of ports.comparer.stagedLetters()) await ports.deadLetters.put(letters)
  const written: SealedDayFile[] = []
  let { growth } = read.manifest
  for (const day of differing) {
    options.signal?.throwIfAborted()
    const news = dayNews(growth)
    const file = await writeDay(ports, read.manifest, day, options, news.add)
    if (!file) continue
    written.push(file)
    // of a day that was sealed before, all but the odd row was counted then
    if (day.file === 'none') growth = grown(growth, day.day, news.result())
  }
  const isCommitted = await commit(ports, read, archive, { compared, written, growth }, options)
  return isCommitted ? { archive, days, written } : null
}

/** Whether a day is another one in the archive than in the lake. */
export function differs({ added, lost, changed, file }: Omit<DayComparison, 'archived'>): boolean {
  return added > 0 || lost > 0 || changed > 0 || file === 'altered' || file === 'unreadable'
}

async function writeDay(
  { merger, comparer }: RebuildPorts,
  { days, promoted }: Manifest,
  { day, files: compared }: Compared,
  { now, newId }: RebuildOptions,
  tell: (rows: NewRows) => void,
): Promise<SealedDayFile | null> {
  const keys = await comparer.write(compared)
  if (keys.length === 0) return null
  const generation = generationName(now(), newId())
  const files = new Map(keys.map(key => [key, 0])) // none of them is the file of a batch
  const file = await mergeDay(merger, { day, current: undefined, files, generation, promoted }, tell)
  return { ...file, account: accountAfterRebuild(days[day], file.rows) }
}

/** What there is to commit. */
interface Rebuilding {
  readonly compared: readonly Compared[]
  readonly written: readonly SealedDayFile[]
  readonly growth: Growth
}

async function commit(
  { objects }: RebuildPorts,
  read: ReadManifest,
  { newest, damaged }: StagedArchive,
  { compared, written, growth }: Rebuilding,
  options: RebuildOptions,
): Promise<boolean> {
  const { manifest } = read
  const { sealedThrough, openFrom } = manifest
  const at = new Date(options.now()).toISOString()
  const next: Manifest = {
    ...manifest,
    growth,
    days: { ...manifest.days, ...Object.fromEntries(written.map(({ day, ...file }) => [day, file])) },
    tombstones: [...manifest.tombstones, ...replaced(manifest, compared, written)],
    // with days left out, or objects, nothing can be said about all
    ...(!options.days &&
      damaged.size === 0 && { rebuilt: { at, through: newest === null ? null : new Date(newest).toISOString() } }),
  }
  const id = options.newId()
  return await commitManifest(objects, read, next, { id, at, sealedThrough, openFrom, days: written.length, files: 0 })
}

/** What a clean-up would look up in vain, because it is lost or cannot be read, is given up. */
function replaced(
  { days }: Manifest,
  compared: readonly Compared[],
  written: readonly SealedDayFile[],
): readonly Tombstone[] {
  const isGivenUp = new Set(
    compared.filter(({ lost, file }) => lost > 0 || file === 'unreadable').map(({ day }) => day),
  )
  return written.flatMap(({ day }): Tombstone[] => {
    const old = days[day]
    const why = isGivenUp.has(day) ? 'given-up' : 'replaced'
    return old ? [{ key: sealedKey(day, old.generation), why, deleteAfter: null }] : []
  })
}
