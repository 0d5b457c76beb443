import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { NOTHING, plus, type Totals } from '../totals.ts'
import { blocksOf } from './blocks.ts'
import { openFile } from './open-file.ts'
import { WorkerPool } from './worker-pool.ts'

export interface IngestFilesOptions {
  readonly folder: string
  /** Told after each block. */
  readonly onProgress?: (totals: Totals) => void
  /** Ends it after the blocks at hand. */
  readonly signal?: AbortSignal
  /** CIDR ranges of the proxies that `client_ip` skips; default: the private ranges. */
  readonly trustedProxies?: readonly string[]
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
