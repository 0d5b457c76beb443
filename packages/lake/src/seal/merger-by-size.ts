import { bytesOf } from '../object-sizes.ts'
import type { ObjectStore } from '../object-store.ts'
import type { DayMerger } from './day-merger.ts'

export interface MergersBySize {
  /** For files of few bytes. */
  readonly small: DayMerger
  /** For files of many bytes. */
  readonly large: DayMerger
  /** How many bytes are many. */
  readonly largeBytes: number
  /** What says how large the files are. */
  readonly objects: Pick<ObjectStore, 'list'>
}

/**
 * Takes one of two mergers, by the bytes of the files that something is asked about.
 *
 * What one has merged it also reads back: two engines have two hashes, so what one expected only it can find.
 */
export function mergerBySize({ small, large, largeBytes, objects }: MergersBySize): DayMerger {
  const makers = new Map<string, DayMerger>()
  const mergerOf = async (keys: readonly string[]) => ((await bytesOf(objects, keys)) < largeBytes ? small : large)
  return {
    days: async keys => await (await mergerOf(keys)).days(keys),
    expected: async (day, keys, promoted) => await (await mergerOf(keys)).expected(day, keys, promoted),
    async merge(day, keys, output, promoted) {
      const merger = await mergerOf(keys)
      makers.set(output, merger)
      return await merger.merge(day, keys, output, promoted)
    },
    readBack: async key => await (makers.get(key) ?? (await mergerOf([key]))).readBack(key),
    async newRows(key, older, tell) {
      const merger = makers.get(key) ?? (await mergerOf(older === null ? [key] : [key, older]))
      await merger.newRows(key, older, tell)
    },
    missing: async (keys, sealed) => await (await mergerOf([...keys, ...sealed])).missing(keys, sealed),
  }
}
