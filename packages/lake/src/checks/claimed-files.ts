import { arrivalKey, lateKey, type Receipt } from '@temporal-audit-lake/core'
import { type Engine, rowObjects } from '../engine.ts'
import type { Manifest } from '../manifest.ts'

const BATCHES = `SELECT batch_id, source, shard_id, first_sequence_number, last_sequence_number, written_at, arrival_to, stored, late
FROM receipts WHERE stored > 0 ORDER BY batch_id`

/** What a receipt says of a file. */
interface Claim {
  readonly batch: string
  readonly rows: number
}

/** The files that receipts tell of. */
export interface ClaimedFiles {
  /** By their keys; without those of batches that a rebuild has seen every row of. */
  readonly claims: ReadonlyMap<string, Claim>
  /** What the names of the files of a batch say of it, for all batches. */
  readonly names: ReadonlySet<string>
}

/**
 * Reads from the receipts which files there must be, or must have been, and how many rows are in each.
 *
 * A batch that was delivered again counts as it was delivered last: what an earlier delivery left is repeated by that one.
 */
export async function claimedFiles(engine: Engine, manifest: Manifest): Promise<ClaimedFiles> {
  const claims = new Map<string, Claim>()
  const names = new Set<string>()
  for (const row of await rowObjects(await engine.query(BATCHES))) {
    const receipt = row as unknown as Receipt & { readonly written_at: unknown; readonly arrival_to: unknown }
    const writtenAt = Date.parse(String(receipt.written_at))
    names.add(batchNameOf(lateKey(receipt, writtenAt)))
    if (isInArchive(String(receipt.arrival_to), manifest)) continue
    const [batch, late] = [receipt.batch_id, receipt.late ?? 0]
    if (receipt.stored > late) claims.set(arrivalKey(receipt, writtenAt), { batch, rows: receipt.stored - late })
    if (late > 0) claims.set(lateKey(receipt, writtenAt), { batch, rows: late })
  }
  return { claims, names }
}

/** Of what arrived before that moment a rebuild has seen every row: it is in the lake, whatever became of its file. */
export function isInArchive(arrivalTo: string, { rebuilt }: Manifest): boolean {
  return typeof rebuilt?.through === 'string' && arrivalTo < rebuilt.through
}

/** What the name of a file says of its batch; after that a late one says the moment. */
export function batchNameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).replace(/(-\d{8}T\d{9}Z)?\.parquet$/, '')
}
