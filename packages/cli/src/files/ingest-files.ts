import { availableParallelism } from 'node:os'
import { UserError } from '../errors.ts'
import { NOTHING, plus, type Totals } from '../totals.ts'
import { blocksOf } from './blocks.ts'
import { BrokenFile, openFile } from './open-file.ts'
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

/**
 * Takes files into a lake in a folder, block by block on all cores; memory does not grow with the files.
 *
 * A block is a batch of its own, named after what is in it: taking the same file again replaces its batches or repeats
 * their rows, and the view shows none of them twice.
 *
 * @param paths files, gzipped or not; `-` is standard input
 * @throws UserError when a file cannot be read; what came before it is in the lake
 */
export async function ingestFiles(paths: readonly string[], options: IngestFilesOptions): Promise<Totals> {
  const { folder, onProgress, trustedProxies } = options
  const failed = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal
  let totals = NOTHING
  const pool = new WorkerPool({ folder, ...(trustedProxies && { trustedProxies }) }, availableParallelism(), {
    onReceipt: receipt => {
      totals = plus(totals, receipt)
      onProgress?.(totals)
    },
    // input that never ends would hide it
    onFailure: () => failed.abort(),
  })
  try {
    for (const path of paths) await ingestFile(path, pool, signal, options.blockBytes)
    await pool.finish()
    signal.throwIfAborted()
    return totals
  } finally {
    await pool.close()
  }
}

async function ingestFile(path: string, pool: WorkerPool, signal: AbortSignal, blockBytes?: number): Promise<void> {
  const { name, chunks } = await openFile(path, signal)
  let taken = 0
  try {
    for await (const { offset, end, bytes } of blocksOf(chunks, blockBytes ? { blockBytes } : {})) {
      signal.throwIfAborted()
      await pool.take({ source: `file:${name}`, offset, arrivalTime: Date.now(), bytes })
      taken = end
    }
  } catch (error) {
    await pool.finish()
    if (!(error instanceof BrokenFile)) throw error
    const before = `what came before, ${taken} bytes of text, is in the lake as it was read`
    throw new UserError(
      `${error.message}; ${before}: fetch the file anew and ingest it again, nothing is shown twice`,
      {
        cause: error,
      },
    )
  }
}
