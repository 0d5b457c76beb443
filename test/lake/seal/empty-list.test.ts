import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ingest, rowObjects } from '../../../packages/lake/src/index.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { batch, WRITTEN_AT } from '../../core/batch.ts'
import { sealAll } from '../seal-all.ts'

it('keeps a list that is empty apart from one that is not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'empty-list-'))
  const record = (id: string, details: object) =>
    JSON.stringify({ log_id: id, operation: 'DeleteUser', emit_time: '2024-02-29T00:00:00Z', details })
  try {
    const lake = await openLocalLake(folder)
    await ingest(batch(record('a', { target_users: [] }), record('b', {})), lake, { writtenAt: WRITTEN_AT })
    await sealAll(lake, WRITTEN_AT)
    const engine = await lake.engine()
    const sql = 'SELECT log_id, details_target_users AS users FROM audit_logs ORDER BY log_id'
    const rows = await rowObjects(await engine.query(sql)).finally(() => engine.close())
    expect(rows).toEqual([
      { log_id: 'a', users: [] },
      { log_id: 'b', users: null },
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})
