import { type Manifest, readManifest } from '../manifest.ts'
import type { ObjectStore } from '../object-store.ts'
import { mergedFiles } from '../seal/merged-files.ts'
import { batchNameOf, type ClaimedFiles, claimedFiles } from './claimed-files.ts'
import type { Check, Finding } from './finding.ts'

/** Every receipt of rows has its data files, until they are sealed, and every data file has a receipt. */
export const dataFilesCheck: Check = {
  name: 'data files',
  async run({ objects, engine }) {
    const { manifest } = await readManifest(objects)
    const files = new Set<string>()
    for (const prefix of ['arrivals/', 'late/']) {
      for await (const { key } of objects.list(prefix)) files.add(key)
    }
    const { claims, names } = await claimedFiles(engine, manifest)
    return [...(await missing(claims, files, manifest, objects)), ...unaccounted(names, files)]
  },
}

/** A file is gone rightly if it was sealed: then a tombstone says so, or the account of the files that were deleted. */
async function missing(
  claims: ClaimedFiles['claims'],
  files: ReadonlySet<string>,
  { tombstones }: Manifest,
  objects: ObjectStore,
): Promise<Finding[]> {
  const gone = [...claims].filter(([key]) => !files.has(key))
  if (gone.length === 0) return []
  const sealed = await mergedFiles(objects, tombstones)
  return gone
    .filter(([key]) => !sealed.has(key))
    .map(([key, { batch, rows }]) => ({
      kind: 'data_file_missing',
      subject: key,
      message: `batch ${batch} stored ${rows} rows in this file, and it is gone before it was sealed`,
      repair: 'audit-lake rebuild --from raw/, or ingest the batch again from its stream or file',
    }))
}

/** A batch that was delivered again in another hour left files of the same batch: one receipt is enough for all. */
function unaccounted(names: ReadonlySet<string>, files: ReadonlySet<string>): Finding[] {
  return [...files]
    .filter(key => !names.has(batchNameOf(key)))
    .map(key => ({
      kind: 'receipt_missing',
      subject: key,
      message: 'there is no receipt for this file: whoever wrote it died before the receipt, or is still at it',
      repair: 'run the same ingest again: the batch is delivered again and gets its receipt',
    }))
}
