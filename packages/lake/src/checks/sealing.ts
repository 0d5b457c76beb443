import type { Published } from '../catalog.ts'
import { currentKeys, type Manifest, readManifest, sealedKey } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { hourOf, lastClosedHour } from '../open-window.ts'
import { isPublished } from '../publish/publish.ts'
import { GRACE_MS } from '../seal/clean-up.ts'
import { generationTime } from '../seal/generation.ts'
import { arrivalHour, planSeal } from '../seal/plan.ts'
import type { Check, Finding } from './finding.ts'

const SEAL = 'audit-lake seal'
/** Sealing is hourly: an hour that waits longer than this after it was closed was missed. */
const OVERDUE_MS = 2 * 60 * 60_000

/** Readers see what the manifest says, nothing waits for long to be sealed, and no file is one that nobody knows. */
export const sealingCheck: Check = {
  name: 'sealing',
  async run({ objects, catalog, now }) {
    const { published } = await catalog.read()
    const { manifest } = await readManifest(objects)
    return [
      ...publishing(manifest, published),
      ...clocks(manifest, now),
      ...(await waiting(objects, manifest, now)),
      ...(await orphans(objects, manifest, published, now)),
    ]
  },
}

function publishing(manifest: Manifest, published: Published): Finding[] {
  const findings: Finding[] = []
  for (const [day, generation] of Object.entries(published.partitions)) {
    if (manifest.days[day]) continue
    const message = `generation ${generation} of this day is published, but the manifest does not know the day`
    findings.push({ kind: 'manifest_lost_day', subject: day, message, repair: 'restore manifest.json from a backup' })
  }
  const behind = Object.entries(manifest.days).filter(
    ([day, { generation }]) => published.partitions[day] !== generation,
  )
  if (!isPublished(published, manifest)) {
    const message = `a sealer died before it had published all: ${behind.length} days, the hours up to ${manifest.sealedThrough} and ${manifest.promoted.length} promoted columns`
    findings.push({ kind: 'not_published', subject: 'catalog', message, repair: SEAL })
  }
  return findings
}

function clocks({ sealedThrough }: Manifest, now: number): Finding[] {
  if (sealedThrough < hourOf(now)) return []
  const message = `the hour ${sealedThrough} is sealed, though it is not over: what is written into it is not shown until the next seal`
  return [{ kind: 'sealed_ahead', subject: sealedThrough, message, repair: `set the clock, then ${SEAL}` }]
}

async function waiting(objects: ObjectStore, manifest: Manifest, now: number): Promise<Finding[]> {
  const { files } = await planSeal(objects, manifest, now)
  const overdue = lastClosedHour(now - OVERDUE_MS)
  const kinds = {
    late_unsealed: files.filter(key => arrivalHour(key) === null),
    arrivals_hidden: files.filter(key => (arrivalHour(key) ?? '9') <= manifest.sealedThrough),
    sealing_overdue: files.filter(
      key => (arrivalHour(key) ?? '') > manifest.sealedThrough && arrivalHour(key)! <= overdue,
    ),
  }
  const messages = {
    late_unsealed: 'files of late events wait, which are not shown before they are sealed',
    arrivals_hidden: 'files appeared in hours that were sealed already, and are not shown before they are sealed',
    sealing_overdue: 'files of closed hours wait, which makes queries slower',
  }
  return (Object.keys(kinds) as (keyof typeof kinds)[])
    .filter(kind => kinds[kind].length > 0)
    .map(kind => ({ kind, subject: kinds[kind][0]!, message: `${kinds[kind].length} ${messages[kind]}`, repair: SEAL }))
}

async function orphans(
  objects: ObjectStore,
  { days, tombstones }: Manifest,
  { partitions }: Published,
  now: number,
): Promise<Finding[]> {
  const known = currentKeys(days, partitions)
  for (const { key } of tombstones) known.add(key)
  const keys = new Set<string>()
  for await (const { key } of objects.list('sealed/')) keys.add(key)
  const missing = Object.entries(partitions)
    .filter(([day, generation]) => generation !== days[day]?.generation) // the others are seen to by another check
    .map(entry => sealedKey(...entry))
    .filter(key => !keys.has(key))
  return [
    ...missing.map(subject => ({
      kind: 'published_file_missing',
      subject,
      message: 'queries are pointed to this file, and it is gone',
      repair: 'restore the file from a backup',
    })),
    ...[...keys]
      .filter(key => !known.has(key) && (generationTime(key) ?? 0) < now - GRACE_MS)
      .map(subject => ({
        kind: 'orphaned_file',
        subject,
        message: 'no commit names this file: its sealer died, or lost a race',
        repair: SEAL,
      })),
  ]
}
