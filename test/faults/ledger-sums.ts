import { parquetMetadata } from 'hyparquet'
import { expect } from 'vitest'
import { type ObjectStore, readManifest } from '../../packages/lake/src/index.ts'
import type { LocalLake } from '../../packages/lake/src/local/index.ts'
import { mergedFiles } from '../../packages/lake/src/seal/merged-files.ts'

/** What was written for batches: the reference for a lake's ledger. */
export class LedgerSums {
  private readonly written = new Map<string, number>()

  /** The same objects, but of each data file that is put it is noted how many rows are in it. */
  noting(objects: ObjectStore): ObjectStore {
    return {
      ...objects,
      put: async (key, body, condition) => {
        const result = await objects.put(key, body, condition)
        this.written.set(key, Number(parquetMetadata(body.slice().buffer as ArrayBuffer).num_rows))
        return result
      },
    }
  }

  /**
   * Compares two sums, which close at any moment: rows written = waiting + taken by seals, file by file, and of all days
   * taken = sealed + repeats.
   */
  async expectClosed({ objects, rowsIn }: LocalLake): Promise<void> {
    const { manifest } = await readManifest(objects)
    const taken = await mergedFiles(objects, manifest.tombstones)
    const waiting = [...this.written.keys()].filter(key => !taken.has(key))
    expect(new Map([...taken, ...(await rowsIn(waiting))])).toEqual(this.written)
    const days = Object.values(manifest.days)
    const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
    const takenByDay = sum(days.map(({ account }) => account!.taken))
    expect(takenByDay).toBe(sum([...taken.values()].map(Number)))
    expect(takenByDay).toBe(sum(days.map(({ rows, account }) => rows + account!.repeats)))
  }
}
