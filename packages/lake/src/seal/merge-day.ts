import { type SealedDay, sealedKey } from '../manifest.ts'
import type { DayMerger, RowSet, StoredFile } from './day-merger.ts'

/** A day as it is sealed now. */
export interface SealedDayFile extends SealedDay {
  readonly day: string
}

/**
 * Merges the files of a day into its new generation, and reads it back: nothing is committed that was not seen to be
 * whole.
 *
 * @throws Error when the merged file does not hold exactly the events of its inputs, each at its highest version
 */
export async function mergeDay(
  merger: DayMerger,
  day: string,
  keys: readonly string[],
  generation: string,
): Promise<SealedDayFile> {
  const output = sealedKey(day, generation)
  const expected = await merger.expected(day, keys)
  const written = await merger.merge(day, keys, output)
  const found = await merger.readBack(output)
  assertSame(output, { ...expected, ...written }, found)
  return {
    day,
    generation,
    rows: found.rows,
    superseded: found.rows - found.events,
    bytes: found.bytes,
    sha256: found.sha256,
    firstTime: found.firstTime!,
    lastTime: found.lastTime!,
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
