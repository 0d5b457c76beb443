import type { Manifest } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { hourOf, lastClosedHour } from '../open-window.ts'

/** What a seal takes. */
export interface SealPlan {
  /** The last hour that will be sealed. */
  readonly sealedThrough: string
  /** Keys of the files to merge. */
  readonly files: readonly string[]
}

/**
 * Finds what there is to seal: files of closed hours, and all that is late.
 *
 * A file that appeared in an hour after it was sealed (its writer slept for longer than an hour needs to close) is taken
 * like a late one: nothing that was ever written is passed over.
 */
export async function planSeal(objects: ObjectStore, manifest: Manifest, now: number): Promise<SealPlan> {
  const merged = new Set(manifest.tombstones.map(({ key }) => key))
  const sealedThrough = nextSealedThrough(manifest.sealedThrough, now)
  const files: string[] = []
  for await (const { key } of objects.list('arrivals/')) {
    const hour = arrivalHour(key)
    if (hour !== null && hour <= sealedThrough && !merged.has(key)) files.push(key)
  }
  for await (const { key } of objects.list('late/')) {
    if (key.endsWith('.parquet') && !merged.has(key)) files.push(key)
  }
  return { sealedThrough, files }
}

/**
 * The last closed hour, or the one that is sealed already if a sealer whose clock is ahead was here before.
 *
 * An hour that has not even ended was sealed by a wrong clock, and hid what is written into it: it is opened again. That
 * shows no event twice and loses none, since the view takes out what is in both tiers.
 */
function nextSealedThrough(sealedThrough: string, now: number): string {
  const closed = lastClosedHour(now)
  return sealedThrough > closed && sealedThrough < hourOf(now) ? sealedThrough : closed
}

const ARRIVAL = /^arrivals\/arrival_hour=(\d{4}-\d\d-\d\d-\d\d)\/[^/]+\.parquet$/

/** The hour of a file of `arrivals`; null when it is none. */
export function arrivalHour(key: string): string | null {
  return ARRIVAL.exec(key)?.[1] ?? null
}
