import type { Catalog } from '../catalog.ts'
import { dayNews } from '../growth/day-news.ts'
import { type Growth, grown } from '../growth/growth.ts'
import type { Promotion } from '../growth/promotion.ts'
import { dueForPromotion, promotedByRule } from '../growth/promotion-rule.ts'
import {
  commitManifest,
  type Manifest,
  type ReadManifest,
  readManifest,
  sealedKey,
  type Tombstone,
} from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { firstOpenDayAfter } from '../open-window.ts'
import { publish } from '../publish/publish.ts'
import type { DayMerger, FilesByDay } from './day-merger.ts'
import { generationName } from './generation.ts'
import { mergeDay, type SealedDayFile } from './merge-day.ts'
import { planSeal, type SealPlan } from './plan.ts'

/** What sealing works on. */
export interface SealPorts {
  readonly objects: ObjectStore
  readonly catalog: Catalog
  readonly merger: DayMerger
}

export interface SealOptions {
  /** The clock, in milliseconds since the epoch. */
  readonly now: () => number
  /** Makes a text that no other sealer makes: it names generations and commits. */
  readonly newId: () => string
  /** Whether to write every sealed day anew, as after columns were added. */
  readonly all?: boolean
  /** Ends it after the day at hand; nothing is committed then. */
  readonly signal?: AbortSignal
  /** Told after each day. */
  readonly onProgress?: (done: number, days: number) => void
}

/** What a seal did. */
export interface SealResult {
  readonly sealedThrough: string
  readonly openFrom: string
  /** Files of `arrivals` and `late` that were merged. */
  readonly files: number
  /** The days that got a new generation. */
  readonly days: readonly SealedDayFile[]
  /** The leaves that got a column by rule; it is filled as days are next sealed. */
  readonly promoted: readonly Promotion[]
}

/**
 * Seals what has arrived: merges the files of closed hours, and all that is late, into one file per day, commits the
 * manifest, and publishes it.
 *
 * Any number may run at once, and die at any moment: only the commit counts. Who loses the race for it begins again,
 * and what a dead one left is published by the next, and cleaned up.
 *
 * @throws LakeError when the manifest or the catalog cannot be read
 */
export async function seal(ports: SealPorts, options: SealOptions): Promise<SealResult> {
  await publish(ports.objects, ports.catalog)
  for (;;) {
    const read = await readManifest(ports.objects)
    try {
      const result = await sealOnce(ports, read, options)
      if (!result) continue
      await publish(ports.objects, ports.catalog)
      return result
    } catch (error) {
      // another sealer was faster, and has taken away what this one was about to read
      if ((await readManifest(ports.objects)).etag === read.etag) throw error
    }
  }
}

/** The days a seal would write now, and the files it would merge into each. */
export async function previewSeal(
  { objects, merger }: SealPorts,
  { now, all }: Pick<SealOptions, 'now' | 'all'>,
): Promise<SealPlan & { readonly days: FilesByDay }> {
  const { manifest } = await readManifest(objects)
  const plan = await planSeal(objects, manifest, now())
  return { ...plan, days: await filesByDay(merger, plan.files, manifest, all ?? false) }
}

/** @returns null when somebody else committed in the meantime */
async function sealOnce(ports: SealPorts, read: ReadManifest, options: SealOptions): Promise<SealResult | null> {
  const { manifest } = read
  const { sealedThrough, files } = await planSeal(ports.objects, manifest, options.now())
  const openFrom = firstOpenDayAfter(sealedThrough)
  const byDay = await filesByDay(ports.merger, files, manifest, options.all ?? false)
  const { days, growth } = await mergeDays(ports.merger, manifest, byDay, options)
  const promoted = await promotions(ports.catalog, manifest, growth, options)
  const result = { sealedThrough, openFrom, files: files.length, days, promoted }
  const isNews = files.length > 0 || days.length > 0 || promoted.length > 0 || sealedThrough !== manifest.sealedThrough
  if (!isNews) return result
  const commit = {
    id: options.newId(),
    at: new Date(options.now()).toISOString(),
    sealedThrough,
    openFrom,
    days: days.length,
    files: files.length,
  }
  const next = nextManifest({ ...manifest, growth }, result, rowsByFile(files, byDay), commit.at)
  return (await commitManifest(ports.objects, read, next, commit)) ? result : null
}

async function filesByDay(
  merger: DayMerger,
  files: readonly string[],
  manifest: Manifest,
  all: boolean,
): Promise<FilesByDay> {
  const byDay = new Map(files.length === 0 ? [] : await merger.days(files))
  if (all) for (const day of Object.keys(manifest.days)) if (!byDay.has(day)) byDay.set(day, new Map())
  return byDay
}

function rowsByFile(files: readonly string[], byDay: FilesByDay): ReadonlyMap<string, number> {
  const rows = new Map(files.map(key => [key, 0]))
  for (const ofDay of byDay.values()) for (const [key, count] of ofDay) rows.set(key, rows.get(key)! + count)
  return rows
}

/** @returns the days as they are sealed now, and what was seen in all there is */
async function mergeDays(
  merger: DayMerger,
  manifest: Manifest,
  byDay: FilesByDay,
  options: SealOptions,
): Promise<{ readonly days: readonly SealedDayFile[]; readonly growth: Growth }> {
  const { promoted } = manifest
  const days: SealedDayFile[] = []
  let growth = manifest.growth
  for (const [day, files] of byDay) {
    options.signal?.throwIfAborted()
    const generation = generationName(options.now(), options.newId())
    const news = dayNews(growth)
    days.push(await mergeDay(merger, { day, current: manifest.days[day], files, generation, promoted }, news.add))
    growth = grown(growth, day, news.result())
    options.onProgress?.(days.length, byDay.size)
  }
  return { days, growth }
}

async function promotions(
  catalog: Catalog,
  { promoted, promotionRule }: Manifest,
  growth: Growth,
  { now }: SealOptions,
): Promise<readonly Promotion[]> {
  const due = dueForPromotion(growth, promoted, promotionRule)
  if (due.length === 0) return []
  const { columns } = (await catalog.read()).published
  return promotedByRule(promoted, columns, due, new Date(now()).toISOString()).slice(promoted.length)
}

function nextManifest(
  manifest: Manifest,
  { sealedThrough, openFrom, days, promoted }: SealResult,
  files: ReadonlyMap<string, number>,
  at: string,
): Manifest {
  const merged = [...files].map(([key, rows]): Tombstone => {
    // no reader looks at late files; of all others the grace begins when this is published
    return { key, why: 'merged', deleteAfter: key.startsWith('late/') ? at : null, rows }
  })
  const replaced = days.flatMap(({ day }): Tombstone[] => {
    const old = manifest.days[day]
    return old ? [{ key: sealedKey(day, old.generation), why: 'replaced', deleteAfter: null }] : []
  })
  const sealed = Object.fromEntries(days.map(({ day, ...file }) => [day, file]))
  return {
    ...manifest,
    sealedThrough,
    openFrom,
    days: { ...manifest.days, ...sealed },
    promoted: [...manifest.promoted, ...promoted],
    tombstones: [...manifest.tombstones, ...merged, ...replaced],
  }
}
