import type { PromotedColumn } from '../catalog.ts'
import type { NewRows } from '../growth/day-news.ts'
import { type SealedDay, sealedKey } from '../manifest.ts'
import { accountAfterSeal, type DayAccount } from './day-account.ts'
import type { DayMerger, RowSet, StoredFile } from './day-merger.ts'

/** A day as it is sealed now. */
export interface SealedDayFile extends SealedDay {
  readonly day: string
  readonly account: DayAccount
}

/** What is merged into a day's new generation. */
export interface DayToMerge {
  readonly day: string
  /** The day as it was sealed before. */
  readonly current: SealedDay | undefined
  /** Files that hold more of it, and how many rows. */
  readonly files: ReadonlyMap<string, number>
  readonly generation: string
  readonly promoted: readonly PromotedColumn[]
}

/**
 * Merges the files of a day into its new generation, and reads it back: nothing is committed that was not seen to be
 * whole.
 *
 * @param tell called with what the day has brought that was not in it before
 * @throws Error when the merged file does not hold exactly the events of its inputs, each version with all it says
 */
export async function mergeDay(
  merger: DayMerger,
  { day, current, files, generation, promoted }: DayToMerge,
  tell: (rows: NewRows) => void,
): Promise<SealedDayFile> {
  const older = current ? sealedKey(day, current.generation) : null
  const inputs = older === null ? [...files.keys()] : [older, ...files.keys()]
  const output = sealedKey(day, generation)
  const { copies, ...expected } = await merger.expected(day, inputs, promoted)
  const written = await merger.merge(day, inputs, output, promoted)
  const found = await merger.readBack(output)
  assertSame(output, { ...expected, ...written }, found)
  const isCounted = current?.promoted !== undefined
  if (!isCounted || found.rows > current.rows) await merger.newRows(output, isCounted ? older : null, tell)
  return {
    day,
    generation,
    rows: found.rows,
    superseded: found.rows - found.events,
    bytes: found.bytes,
    sha256: found.sha256,
    firstTime: found.firstTime!,
    lastTime: found.lastTime!,
    promoted: promoted.length,
    account: accountAfterSeal(current, { taken: sum(files.values()), copies, rows: found.rows }),
  }
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

function sum(counts: Iterable<number>): number {
  return [...counts].reduce((total, count) => total + count, 0)
}
