import { arrivalKey, type Receipt } from '@temporal-audit-lake/core'
import { rowObjects } from '../engine.ts'
import { readManifest } from '../manifest.ts'
import type { Check, Finding } from './finding.ts'

const BATCHES = `SELECT batch_id, source, shard_id, first_sequence_number, last_sequence_number, written_at, stored
FROM receipts WHERE stored > 0 ORDER BY batch_id`

/** Every receipt of rows that are not sealed yet has its data file, and every data file has a receipt. */
export const dataFilesCheck: Check = {
  name: 'data files',
  async run({ objects, engine }) {
    const { manifest } = await readManifest(objects)
    const files = new Set<string>()
    for await (const { key } of objects.list('arrivals/')) files.add(key)
    const expected = new Map<string, string>()
    for (const row of await rowObjects(await engine.query(BATCHES))) {
      const receipt = row as unknown as Receipt & { readonly written_at: unknown }
      expected.set(arrivalKey(receipt, Date.parse(String(receipt.written_at))), receipt.batch_id)
    }
    return [...missing(expected, files, manifest.sealedThrough), ...unaccounted(expected, files)]
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

/** A batch that was delivered again in another hour left two files, of one name: one receipt is enough for both. */
function unaccounted(expected: ReadonlyMap<string, string>, files: ReadonlySet<string>): Finding[] {
  const names = new Set([...expected.keys()].map(nameOf))
  return [...files]
    .filter(key => !names.has(nameOf(key)))
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

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}
