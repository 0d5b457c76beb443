import type { PromotedColumn } from '../catalog.ts'
import { type DayNews, dayNews } from '../growth/day-news.ts'
import { type SealedDay, sealedKey } from '../manifest.ts'
import type { DayMerger, RowSet, StoredFile } from './day-merger.ts'

/** A day as it is sealed now. */
export interface SealedDayFile extends SealedDay {
  readonly day: string
}

/** What is merged into a day's new generation. */
export interface DayToMerge {
  readonly day: string
  /** The day as it was sealed before. */
  readonly current: SealedDay | undefined
  /** Files that hold more of it. */
  readonly keys: readonly string[]
  readonly generation: string
  readonly promoted: readonly PromotedColumn[]
}

/**
 * Merges the files of a day into its new generation, and reads it back: nothing is committed that was not seen to be
 * whole.
 *
 * @returns the day, and what it has brought that was not in it before
 * @throws Error when the merged file does not hold exactly the events of its inputs, each version with all it says
 */
export async function mergeDay(
  merger: DayMerger,
  { day, current, keys, generation, promoted }: DayToMerge,
): Promise<{ readonly file: SealedDayFile; readonly news: DayNews }> {
  const older = current ? sealedKey(day, current.generation) : null
  const inputs = older === null ? keys : [older, ...keys]
  const output = sealedKey(day, generation)
  const expected = await merger.expected(day, inputs, promoted)
  const written = await merger.merge(day, inputs, output, promoted)
  const found = await merger.readBack(output)
  assertSame(output, { ...expected, ...written }, found)
  const file = {
    day,
    generation,
    rows: found.rows,
    superseded: found.rows - found.events,
    bytes: found.bytes,
    sha256: found.sha256,
    firstTime: found.firstTime!,
    lastTime: found.lastTime!,
    promoted: promoted.length,
  }
  const news = dayNews()
  const isCounted = current?.promoted !== undefined
  if (!isCounted || found.rows > current.rows) await merger.newRows(output, isCounted ? older : null, news.add)
  return { file, news: news.result() }
}

function assertSame(output: string, expected: RowSet & StoredFile, found: RowSet & StoredFile): void {
  for (const fact of Object.keys(expected) as (keyof typeof expected)[]) {
    if (found[fact] !== expected[fact]) {
      throw new Error(
        `${output} is not what its inputs say: ${fact} is ${String(found[fact])} instead of ${String(expected[fact])}; nothing was committed`,
      )
    }
  }
}
