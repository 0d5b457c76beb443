import type { ViewLiterals } from './catalog.ts'
import { type Growth, NO_GROWTH } from './growth/growth.ts'
import { assertPromoted, type Promotion } from './growth/promotion.ts'
import { PROMOTION_RULE, type PromotionRule } from './growth/promotion-rule.ts'
import { LakeError } from './lake-error.ts'
import type { ObjectStore } from './object-store.ts'
import type { DayAccount } from './seal/day-account.ts'

/** A day that is sealed: the one file it stands in. */
export interface SealedDay {
  /** Names the directory of the file: `sealed/event_date=<day>/<generation>/audit-logs.parquet`. */
  readonly generation: string
  /** Every version of every event once. */
  readonly rows: number
  /** Those of them that a higher version of the same event has replaced. */
  readonly superseded: number
  readonly bytes: number
  /** Of the file, in hexadecimal digits. */
  readonly sha256: string
  /** `emit_time` of the first and of the last event, as `2026-11-22T10:00:00.000Z`. */
  readonly firstTime: string
  readonly lastTime: string
  /** How many of the promoted columns it has, from the first on. Absent: its events are not in `growth` yet. */
  readonly promoted?: number
  /** Where its rows came from. Absent: an earlier program has sealed it, and did not count. */
  readonly account?: DayAccount
}

/** A file that nobody needs any more, until it is deleted. */
export interface Tombstone {
  readonly key: string
  /**
   * It is merged into sealed files; it was replaced by a newer generation; it was given up for what the archive has; or
   * it was made, but never committed.
   */
  readonly why: 'merged' | 'replaced' | 'given-up' | 'orphaned'
  /** From when on it may be deleted, ISO 8601; null while readers may still be pointed to it. */
  readonly deleteAfter: string | null
  /** Rows that were taken from a file that is merged. Absent: an earlier program has merged it, and did not count. */
  readonly rows?: number
}

/** A commit of a sealer. */
export interface Commit extends ViewLiterals {
  /** Unique. */
  readonly id: string
  /** When it was made, ISO 8601. */
  readonly at: string
  /** Days that got a new generation. */
  readonly days: number
  /** Files of `arrivals` and `late` that were merged. */
  readonly files: number
}

/** How far the lake is known to hold what the verbatim archive holds. */
export interface Rebuilt {
  /** When, ISO 8601. */
  readonly at: string
  /** All records that arrived before were in the archive, ISO 8601; null when the names of its objects do not say. */
  readonly through: string | null
}

/**
 * What the lake's sealed tier is made of: the commit that sealers agree on. Readers look into the catalog, which is
 * published from it.
 *
 * It is replaced only by compare-and-swap, so two sealers can race and one of them loses. Members that this program
 * does not know are kept.
 */
export interface Manifest extends ViewLiterals {
  /** Version of this format. */
  readonly version: typeof MANIFEST_VERSION
  readonly days: Readonly<Record<string, SealedDay>>
  /** The leaves of the details that have got columns, in the order in which they got them. */
  readonly promoted: readonly Promotion[]
  /** When sealers promote a leaf that nobody asked for. */
  readonly promotionRule: PromotionRule
  /** What has been seen that has no column. */
  readonly growth: Growth
  readonly tombstones: readonly Tombstone[]
  /** The last rebuild from the verbatim archive; none when there was none. */
  readonly rebuilt?: Rebuilt
  /** The last commits, the newest last. */
  readonly history: readonly Commit[]
}

const MANIFEST_VERSION = 1
const KEY = 'manifest.json'
const KEEP_COMMITS = 50

/** The manifest of a lake where nothing was ever sealed: every hour is still to come, every day is open. */
export const EMPTY_MANIFEST: Manifest = {
  version: MANIFEST_VERSION,
  sealedThrough: '0000-01-01-00',
  openFrom: '0000-01-01',
  days: {},
  promoted: [],
  promotionRule: PROMOTION_RULE,
  growth: NO_GROWTH,
  tombstones: [],
  history: [],
}

/** The manifest as it was read, with what is needed to replace it. */
export interface ReadManifest {
  readonly manifest: Manifest
  /** Null when there is none yet. */
  readonly etag: string | null
}

/**
 * Reads the manifest.
 *
 * @throws LakeError when it is of a newer version than this program knows, or is no manifest
 */
export async function readManifest(objects: Pick<ObjectStore, 'get'>): Promise<ReadManifest> {
  const object = await objects.get(KEY)
  if (!object) return { manifest: EMPTY_MANIFEST, etag: null }
  return { manifest: parseManifest(new TextDecoder().decode(object.body)), etag: object.etag }
}

/**
 * Replaces the manifest if it is still the one that was read.
 *
 * @returns false when somebody else replaced it since: read it again and redo the work
 */
export async function replaceManifest(objects: ObjectStore, read: ReadManifest, next: Manifest): Promise<boolean> {
  const body = new TextEncoder().encode(`${JSON.stringify(next, null, 2)}\n`)
  const condition = read.etag === null ? ({ ifNoneMatch: '*' } as const) : { ifMatch: read.etag }
  return (await objects.put(KEY, body, condition)).written
}

/**
 * Replaces the manifest by the one that a commit makes of it.
 *
 * A store whose answer was lost on the way refuses the write when it is sent again, though it was done. So a refusal
 * counts only when the commit is not in the history.
 *
 * @returns false when somebody else replaced it since: read it again and redo the work
 */
export async function commitManifest(
  objects: ObjectStore,
  read: ReadManifest,
  next: Omit<Manifest, 'history'>,
  commit: Commit,
): Promise<boolean> {
  const history = [...read.manifest.history, commit].slice(-KEEP_COMMITS)
  if (await replaceManifest(objects, read, { ...next, history })) return true
  return (await readManifest(objects)).manifest.history.some(({ id }) => id === commit.id)
}

/** Where the file of a day's generation stands. */
export function sealedKey(day: string, generation: string): string {
  return `sealed/event_date=${day}/${generation}/audit-logs.parquet`
}

/** The files of the generations that the manifest and the catalog point to. */
export function currentKeys(days: Manifest['days'], partitions: Readonly<Record<string, string>>): Set<string> {
  const ofManifest = Object.entries(days).map(([day, { generation }]) => sealedKey(day, generation))
  return new Set([...ofManifest, ...Object.entries(partitions).map(([day, generation]) => sealedKey(day, generation))])
}

const HOUR = /^\d{4}-\d\d-\d\d-\d\d$/
const DAY = /^\d{4}-\d\d-\d\d$/

function parseManifest(text: string): Manifest {
  const manifest = jsonOf(text)
  if (manifest.version !== MANIFEST_VERSION) {
    throw new LakeError(
      `${KEY} has version ${String(manifest.version)}, this program knows ${MANIFEST_VERSION}: use a newer audit-lake`,
    )
  }
  // these become SQL
  if (!HOUR.test(manifest.sealedThrough ?? ''))
    throw new LakeError(`${KEY}: sealedThrough is no hour: ${String(manifest.sealedThrough)}`)
  if (!DAY.test(manifest.openFrom ?? ''))
    throw new LakeError(`${KEY}: openFrom is no day: ${String(manifest.openFrom)}`)
  assertPromoted(KEY, manifest.promoted ?? [])
  return { ...EMPTY_MANIFEST, ...manifest, version: MANIFEST_VERSION }
}

function jsonOf(text: string): Partial<Manifest> {
  try {
    return JSON.parse(text) as Partial<Manifest>
  } catch (error) {
    throw new LakeError(`${KEY} is no JSON: restore it from a backup`, { cause: error })
  }
}
