import { arrivalKey, lateKey, type Receipt } from '@temporal-audit-lake/core'
import { rowObjects } from '../engine.ts'
import { readManifest } from '../manifest.ts'
import type { Check, Finding } from './finding.ts'

const BATCHES = `SELECT batch_id, source, shard_id, first_sequence_number, last_sequence_number, written_at, stored, late
FROM receipts WHERE stored > 0 ORDER BY batch_id`

/** Every receipt of rows that are not sealed yet has its data file, and every data file has a receipt. */
export const dataFilesCheck: Check = {
  name: 'data files',
  async run({ objects, engine }) {
    const { manifest } = await readManifest(objects)
    const files = new Set<string>()
    for (const prefix of ['arrivals/', 'late/']) {
      for await (const { key } of objects.list(prefix)) files.add(key)
    }
    const expected = new Map<string, string>()
    const names = new Set<string>()
    for (const row of await rowObjects(await engine.query(BATCHES))) {
      const receipt = row as unknown as Receipt & { readonly written_at: unknown }
      const writtenAt = Date.parse(String(receipt.written_at))
      if (receipt.stored > (receipt.late ?? 0)) expected.set(arrivalKey(receipt, writtenAt), receipt.batch_id)
      names.add(batchOf(lateKey(receipt, writtenAt)))
    }
    return [...missing(expected, files, manifest.sealedThrough), ...unaccounted(names, files)]
  },
}

function missing(expected: ReadonlyMap<string, string>, files: ReadonlySet<string>, sealedThrough: string): Finding[] {
  return [...expected]
    .filter(([key]) => !files.has(key) && hourOf(key) > sealedThrough)
    .map(([key, batch]) => ({
      kind: 'data_file_missing',
      subject: key,
      message: `the receipt of batch ${batch} tells of rows, but their file is gone`,
      repair: 'ingest the batch again from its stream or file',
    }))
}

/** A batch that was delivered again in another hour left files of the same batch: one receipt is enough for all. */
function unaccounted(names: ReadonlySet<string>, files: ReadonlySet<string>): Finding[] {
  return [...files]
    .filter(key => !names.has(batchOf(key)))
    .map(key => ({
      kind: 'receipt_missing',
      subject: key,
      message: 'there is no receipt for this file: whoever wrote it died before the receipt, or is still at it',
      repair: 'run the same ingest again: the batch is delivered again and gets its receipt',
    }))
}

function hourOf(key: string): string {
  return key.slice(key.indexOf('=') + 1, key.lastIndexOf('/'))
}

/** What the name of a file says of its batch; after that a late one says the moment. */
function batchOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).replace(/(-\d{8}T\d{9}Z)?\.parquet$/, '')
}
