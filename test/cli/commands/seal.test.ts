import { describe, expect, it } from 'vitest'
import { logRecord, testFolder } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

const LONG_AGO = { emit_time: '2026-01-05T10:00:00Z' }

async function json(...argv: readonly string[]) {
  const { exitCode, stdout, stderr } = await auditLake(...argv, '--format', 'json')
  return { exitCode, stderr, rows: JSON.parse(stdout) as Record<string, unknown>[] }
}

describe('seal', () => {
  it('is done by ingest when late events came, so that queries show them', async () => {
    const { lake, file } = testFolder()
    const ran = await json('ingest', file('a.ndjson', logRecord(1, LONG_AGO)), '--lake', lake)
    expect(ran.rows).toMatchObject([{ stored: 1, late: 1 }])
    expect(ran.stderr).toContain('1 rows of closed days: sealed with 1 days')
    const sql = 'SELECT count(*) AS events FROM audit_logs'
    expect((await json('query', '--sql', sql, '--lake', lake)).rows).toEqual([{ events: 1 }])
  })

  it('says what it did', async () => {
    const { lake, file } = testFolder()
    await auditLake('ingest', file('a.ndjson', logRecord(1, LONG_AGO)), '--lake', lake)
    const { exitCode, rows } = await json('seal', '--all', '--lake', lake)
    expect(exitCode).toBe(0)
    expect(rows).toMatchObject([
      { files_merged: 0, days_written: 1, rows_written: 1, files_deleted: 0, files_waiting: 1 },
    ])
    expect((await json('seal', '--lake', lake)).rows).toMatchObject([{ files_merged: 0, days_written: 0 }])
  })

  it('says what it would do, and does nothing, at --dry-run', async () => {
    const { lake, file } = testFolder()
    await auditLake('ingest', file('a.ndjson', logRecord(1, LONG_AGO)), '--lake', lake)
    const dryRun = () => json('seal', '--all', '--dry-run', '--lake', lake)
    const { rows, stderr } = await dryRun()
    expect(rows).toEqual([{ does: 'merge', subject: '2026-01-05', files: 0 }])
    expect(stderr).toContain('nothing was changed')
    expect((await dryRun()).rows).toEqual(rows)
  })

  it('says that there is no lake', async () => {
    const { lake } = testFolder()
    const { exitCode, stderr } = await auditLake('seal', '--lake', lake)
    expect(stderr).toContain('there is no lake')
    expect(exitCode).toBe(1)
  })
})
