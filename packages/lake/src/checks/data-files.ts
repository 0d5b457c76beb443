import { arrivalKey, lateKey, type Receipt } from '@temporal-audit-lake/core'
import { rowObjects } from '../engine.ts'
import { type Manifest, readManifest } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { MERGED_FILES } from '../seal/clean-up.ts'
import type { Check, Finding } from './finding.ts'

const BATCHES = `SELECT batch_id, source, shard_id, first_sequence_number, last_sequence_number, written_at, arrival_to, stored, late
FROM receipts WHERE stored > 0 ORDER BY batch_id`

/** A file that a receipt tells of. */
interface ExpectedFile {
  readonly batch: string
  readonly rows: number
}

/** Every receipt of rows has its data files, until they are sealed, and every data file has a receipt. */
export const dataFilesCheck: Check = {
  name: 'data files',
  async run({ objects, engine }) {
    const { manifest } = await readManifest(objects)
    const files = new Set<string>()
    for (const prefix of ['arrivals/', 'late/']) {
      for await (const { key } of objects.list(prefix)) files.add(key)
    }
    const expected = new Map<string, ExpectedFile>()
    const names = new Set<string>()
    for (const row of await rowObjects(await engine.query(BATCHES))) {
      const receipt = row as unknown as Receipt & { readonly written_at: unknown; readonly arrival_to: unknown }
      const writtenAt = Date.parse(String(receipt.written_at))
      names.add(batchOf(lateKey(receipt, writtenAt)))
      if (isInArchive(String(receipt.arrival_to), manifest)) continue
      const [batch, late] = [receipt.batch_id, receipt.late ?? 0]
      if (receipt.stored > late) expected.set(arrivalKey(receipt, writtenAt), { batch, rows: receipt.stored - late })
      if (late > 0) expected.set(lateKey(receipt, writtenAt), { batch, rows: late })
    }
    return [...(await missing(expected, files, manifest, objects)), ...unaccounted(names, files)]
  },
}

/** Of what arrived before that moment a rebuild has seen every row: it is in the lake, whatever became of its file. */
export function isInArchive(arrivalTo: string, { rebuilt }: Manifest): boolean {
  return typeof rebuilt?.through === 'string' && arrivalTo < rebuilt.through
}

/** A file is gone rightly if it was sealed: then a tombstone says so, or the account of the files that were deleted. */
async function missing(
  expected: ReadonlyMap<string, ExpectedFile>,
  files: ReadonlySet<string>,
  { tombstones }: Manifest,
  objects: ObjectStore,
): Promise<Finding[]> {
  const gone = [...expected].filter(([key]) => !files.has(key))
  if (gone.length === 0) return []
  const sealed = new Set(tombstones.filter(({ why }) => why === 'merged').map(({ key }) => key))
  for await (const { key } of objects.list(MERGED_FILES))
    for (const line of await linesOf(objects, key)) sealed.add(line)
  return gone
    .filter(([key]) => !sealed.has(key))
    .map(([key, { batch, rows }]) => ({
      kind: 'data_file_missing',
      subject: key,
      message: `batch ${batch} stored ${rows} rows in this file, and it is gone before it was sealed`,
      repair: 'audit-lake rebuild --from raw/, or ingest the batch again from its stream or file',
    }))
}

async function linesOf(objects: ObjectStore, key: string): Promise<string[]> {
  const body = new TextDecoder().decode((await objects.get(key))?.body)
  return body
    .split('\n')
    .filter(line => line !== '')
    .map(line => (JSON.parse(line) as { key: string }).key)
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

/** What the name of a file says of its batch; after that a late one says the moment. */
function batchOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).replace(/(-\d{8}T\d{9}Z)?\.parquet$/, '')
}
