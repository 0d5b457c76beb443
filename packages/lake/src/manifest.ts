import { LakeError } from './lake-error.ts'
import type { ObjectStore } from './object-store.ts'

/** A day that is sealed: the one file it stands in. */
export interface SealedDay {
  /** Names the directory of the file: `sealed/event_date=<day>/<generation>/audit-logs.parquet`. */
  readonly generation: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

/**
 * What the lake's sealed tier is made of: the commit that readers and sealers agree on.
 *
 * It is replaced only by compare-and-swap, so two sealers can race and one of them loses.
 */
export interface Manifest {
  /** Version of this format. */
  readonly version: typeof MANIFEST_VERSION
  /** The last hour whose arrivals are all sealed: `YYYY-MM-DD-HH`. */
  readonly sealedThrough: string
  /** The first open day: an event of an earlier day is in its sealed file or nowhere. */
  readonly openFrom: string
  readonly days: Readonly<Record<string, SealedDay>>
}

const MANIFEST_VERSION = 1
const KEY = 'manifest.json'

/** The manifest of a lake where nothing was ever sealed: every hour is still to come, every day is open. */
export const EMPTY_MANIFEST: Manifest = {
  version: MANIFEST_VERSION,
  sealedThrough: '0000-01-01-00',
  openFrom: '0000-01-01',
  days: {},
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
export async function readManifest(objects: ObjectStore): Promise<ReadManifest> {
  const object = await objects.get(KEY)
  if (!object) return { manifest: EMPTY_MANIFEST, etag: null }
  return { manifest: parseManifest(new TextDecoder().decode(object.body)), etag: object.etag }
}

/**
 * Replaces the manifest if it is still the one that was read.
 *
 * @returns false when somebody else replaced it since: read it again and redo the work
 */
export async function commitManifest(objects: ObjectStore, read: ReadManifest, next: Manifest): Promise<boolean> {
  const body = new TextEncoder().encode(`${JSON.stringify(next, null, 2)}\n`)
  const condition = read.etag === null ? ({ ifNoneMatch: '*' } as const) : { ifMatch: read.etag }
  return (await objects.put(KEY, body, condition)).written
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
  // both become literals of a view
  if (!HOUR.test(manifest.sealedThrough ?? ''))
    throw new LakeError(`${KEY}: sealedThrough is no hour: ${String(manifest.sealedThrough)}`)
  if (!DAY.test(manifest.openFrom ?? ''))
    throw new LakeError(`${KEY}: openFrom is no day: ${String(manifest.openFrom)}`)
  return { ...EMPTY_MANIFEST, ...manifest, version: MANIFEST_VERSION }
}

function jsonOf(text: string): Partial<Manifest> {
  try {
    return JSON.parse(text) as Partial<Manifest>
  } catch (error) {
    throw new LakeError(`${KEY} is no JSON: restore it from a backup`, { cause: error })
  }
}
