import type { SourceRecord } from '../../../packages/core/src/index.ts'
import {
  ingest,
  type RebuildOptions,
  type RebuildResult,
  rebuild,
  type Value,
  writeArchive,
} from '../../../packages/lake/src/index.ts'
import { testLake } from '../seal/lake.ts'

/** Columns that say how a row came: an archive does not keep them. */
const PROVENANCE = new Set(['source', 'shard_id', 'sequence_number', 'arrival_time'])

/** A lake whose records go into the verbatim archive as well. */
export async function archivedLake() {
  const test = await testLake()
  let ids = 0
  return {
    ...test,
    /** Takes records into the archive, and into the lake, as one batch. */
    async deliver(at: string, records: readonly SourceRecord[]): Promise<void> {
      await writeArchive(records, test.lake.objects)
      await ingest(records, test.lake, { writtenAt: Date.parse(at) })
    },
    async rebuild(at: string, options: Partial<RebuildOptions> = {}): Promise<RebuildResult> {
      const comparer = await test.lake.comparer()
      const archive = { objects: test.lake.objects, prefix: 'raw/' }
      const given = { now: () => Date.parse(at), newId: () => `rebuild${ids++}`, ...options }
      return await rebuild({ ...test.ports, archive, comparer }, given).finally(() => comparer.close())
    },
    /** Every version of every event, without where it came from. */
    async contents(): Promise<Record<string, Value>[]> {
      const rows = await test.query('SELECT * FROM audit_log_versions ORDER BY emit_time, log_id, operation, version')
      return rows.map(row => Object.fromEntries(Object.entries(row).filter(([name]) => !PROVENANCE.has(name))))
    },
  }
}
