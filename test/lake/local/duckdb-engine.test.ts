import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ingest } from '../../../packages/lake/src/ingest.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { engineSuite } from '../engine.suite.ts'

const WRITTEN_AT = Date.parse('2026-11-22T10:02:00Z')

engineSuite('DuckDB over a folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'duckdb-engine-'))
  const lake = await openLocalLake(folder)
  const engine = await lake.engine()
  return {
    engine,
    async ingest(records) {
      await ingest(records, lake, { writtenAt: WRITTEN_AT })
    },
    async close() {
      engine.close()
      await rm(folder, { recursive: true })
    },
  }
})
