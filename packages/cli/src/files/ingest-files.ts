import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Receipt } from '@temporal-audit-lake/core'
import { blocksOf } from './blocks.ts'
import { openFile } from './open-file.ts'
import { WorkerPool } from './worker-pool.ts'

/** Sums over receipts. */
export type Totals = Pick<Receipt, 'received' | 'stored' | 'repeats' | 'dead_letters' | 'empty' | 'bytes'>

export const NOTHING: Totals = { received: 0, stored: 0, repeats: 0, dead_letters: 0, empty: 0, bytes: 0 }

export function plus(a: Totals, b: Totals): Totals {
  return {
    received: a.received + b.received,
    stored: a.stored + b.stored,
    repeats: a.repeats + b.repeats,
    dead_letters: a.dead_letters + b.dead_letters,
    empty: a.empty + b.empty,
    bytes: a.bytes + b.bytes,
  }
}

export interface IngestFilesOptions {
  readonly folder: string
  /** Told after each block. */
  readonly onProgress?: (totals: Totals) => void
  /** Ends it after the blocks at hand. */
  readonly signal?: AbortSignal
  /** Bytes of a block; default 4 MiB. */
  readonly blockBytes?: number
}

const FINGERPRINT_BYTES = 64 * 1024

/**
 * Takes files into a lake in a folder, block by block on all cores; memory does not grow with the files.
 *
 * A block is a batch of its own, named after the file's first bytes and the block's place in it: taking the same file
 * again stores nothing that the view would show twice.
 *
 * @param paths files, gzipped or not; `-` is standard input
 * @throws UserError when a file cannot be read
 */
export async function ingestFiles(paths: readonly string[], options: IngestFilesOptions): Promise<Totals> {
  const pool = new WorkerPool(options.folder, availableParallelism())
  const atHand = new Set<Promise<void>>()
  let totals = NOTHING
  let failure: unknown
  try {
    for (const path of paths) {
      const file = await openFile(path)
      let shardId = ''
      for await (const { offset, bytes } of blocksOf(
        file.chunks,
        options.blockBytes ? { blockBytes: options.blockBytes } : {},
      )) {
        if (offset === 0)
          shardId = `file-${createHash('sha256').update(bytes.subarray(0, FINGERPRINT_BYTES)).digest('hex').slice(0, 16)}`
        options.signal?.throwIfAborted()
        const record = {
          source: `file:${file.name}`,
          shardId,
          sequenceNumber: String(offset),
          arrivalTime: Date.now(),
          data: bytes.slice(),
        }
        const done = pool.ingest(record).then(
          receipt => {
            totals = plus(totals, receipt)
            options.onProgress?.(totals)
          },
          error => {
            failure ??= error
          },
        )
        atHand.add(done.finally(() => atHand.delete(done)))
        if (atHand.size >= pool.capacity) await Promise.race(atHand)
        if (failure !== undefined) throw failure
      }
    }
    await Promise.all(atHand)
    if (failure !== undefined) throw failure
    return totals
  } finally {
    await Promise.allSettled(atHand)
    await pool.close()
  }
}
