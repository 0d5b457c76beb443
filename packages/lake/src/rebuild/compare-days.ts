import { type Manifest, sealedKey } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import type { DayMerger, FilesByDay } from '../seal/day-merger.ts'
import type { DayFiles, RowComparer, RowCounts } from './row-comparer.ts'

/** A day of the lake as the archive sees it. */
export interface DayComparison extends RowCounts {
  readonly day: string
  /** Its sealed file: as the manifest says, with other bytes, missing or broken; or the day has none yet. */
  readonly file: 'good' | 'altered' | 'unreadable' | 'none'
}

export interface ComparePorts {
  readonly objects: ObjectStore
  readonly merger: DayMerger
  readonly comparer: RowComparer
}

export interface CompareOptions {
  /** The days to look at; default: all that are sealed or in the archive. */
  readonly days?: ReadonlySet<string>
  readonly signal?: AbortSignal
  readonly onCompared?: (done: number, days: number) => void
}

/** Compares each day of a lake with what was staged of the archive. */
export async function compareDays(
  ports: ComparePorts,
  manifest: Manifest,
  options: CompareOptions,
): Promise<(DayComparison & { readonly files: DayFiles })[]> {
  const staged = await ports.comparer.stagedDays()
  const all = [...new Set([...staged, ...Object.keys(manifest.days)])].sort()
  const days = options.days ? all.filter(day => options.days!.has(day)) : all
  const unsealed = await arrivalsByDay(ports, manifest)
  const compared = []
  for (const day of days) {
    options.signal?.throwIfAborted()
    compared.push(await compareDay(ports, manifest, day, unsealed))
    options.onCompared?.(compared.length, days.length)
  }
  return compared
}

async function compareDay(ports: ComparePorts, manifest: Manifest, day: string, unsealed: Unsealed) {
  const file = await fileState(ports.merger, manifest, day)
  const isReadable = file === 'good' || file === 'altered'
  const files = {
    day,
    sealed: isReadable ? sealedKey(day, manifest.days[day]!.generation) : null,
    waiting: [...(unsealed.waiting.get(day)?.keys() ?? [])],
    merged: [...(unsealed.merged.get(day)?.keys() ?? [])],
  }
  const counts = await ports.comparer.compare(files)
  return file === 'unreadable'
    ? { day, file, ...withoutFile(counts, manifest.days[day]!.rows), files }
    : { day, file, ...counts, files }
}

/** Of a file that cannot be read, the manifest still says how many rows it had: what the archive lacks of them is lost. */
function withoutFile(counts: RowCounts, rows: number): RowCounts {
  return { ...counts, sealed: rows, lost: Math.max(0, rows - counts.archived) }
}

async function fileState(merger: DayMerger, { days }: Manifest, day: string): Promise<DayComparison['file']> {
  const sealed = days[day]
  if (!sealed) return 'none'
  try {
    const { sha256 } = await merger.readBack(sealedKey(day, sealed.generation))
    return sha256 === sealed.sha256 ? 'good' : 'altered'
  } catch {
    return 'unreadable'
  }
}

interface Unsealed {
  readonly waiting: FilesByDay
  readonly merged: FilesByDay
}

async function arrivalsByDay({ objects, merger }: ComparePorts, { tombstones }: Manifest): Promise<Unsealed> {
  const buried = new Set(tombstones.map(({ key }) => key))
  const waiting: string[] = []
  const merged: string[] = []
  for (const prefix of ['arrivals/', 'late/']) {
    for await (const { key } of objects.list(prefix)) {
      if (key.endsWith('.parquet')) (buried.has(key) ? merged : waiting).push(key)
    }
  }
  const byDay = async (keys: readonly string[]) => (keys.length === 0 ? new Map() : await merger.days(keys))
  return { waiting: await byDay(waiting), merged: await byDay(merged) }
}
