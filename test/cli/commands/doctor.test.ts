import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { logRecord, testFolder } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

interface Finding {
  readonly kind: string
  readonly subject: string
  readonly repair: string
}

async function ingested() {
  const place = testFolder()
  await auditLake(
    'ingest',
    place.file('a.ndjson', `${logRecord(1, { emit_time: new Date().toISOString() })}\n`),
    '--lake',
    place.lake,
  )
  return place
}

async function findings(lake: string): Promise<{ exitCode: number; found: Finding[] }> {
  const { exitCode, stdout } = await auditLake('doctor', '--format', 'json', '--lake', lake)
  return { exitCode, found: JSON.parse(stdout) as Finding[] }
}

/** The files below a folder of the lake, as paths. */
function filesIn(lake: string, folder: string): string[] {
  return readdirSync(join(lake, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}

describe('doctor', () => {
  it('finds nothing in a good lake', async () => {
    const { lake } = await ingested()
    const { exitCode, stderr } = await auditLake('doctor', '--lake', lake)
    expect(stderr).toMatch(/all \d checks passed/)
    expect(exitCode).toBe(0)
  })

  it('finds a data file that is gone, by its receipt', async () => {
    const { lake } = await ingested()
    for (const path of filesIn(lake, 'arrivals')) rmSync(path)
    const { exitCode, found } = await findings(lake)
    expect(found).toMatchObject([{ kind: 'data_file_missing' }])
    expect(exitCode).toBe(3)
  })

  it('finds a data file without a receipt', async () => {
    const { lake } = await ingested()
    for (const path of filesIn(lake, 'receipts')) rmSync(path)
    expect((await findings(lake)).found).toMatchObject([{ kind: 'receipt_missing' }])
  })

  it('finds a data file that cannot be read', async () => {
    const { lake } = await ingested()
    for (const path of filesIn(lake, 'arrivals')) writeFileSync(path, 'no Parquet')
    expect((await findings(lake)).found.map(({ kind }) => kind)).toContain('table_unreadable')
  })

  it('finds a receipt that does not balance', async () => {
    const { lake, file } = await ingested()
    const receipt = { batch_id: 'planted', received: 3, stored: 1, repeats: 0, dead_letters: 1, empty: 0 }
    file('lake/receipts/2026-11-22/planted.ndjson', `${JSON.stringify(receipt)}\n`)
    expect((await findings(lake)).found).toContainEqual(
      expect.objectContaining({ kind: 'receipt_unbalanced', subject: 'planted' }),
    )
  })

  it('finds open dead letters, by reason', async () => {
    const { lake, file } = await ingested()
    await auditLake('ingest', file('bad.ndjson', '{"operation":"x"}\nnonsense\n'), '--lake', lake)
    const { found } = await findings(lake)
    expect(found.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['dead_letters_open', 'emit_time_missing'],
      ['dead_letters_open', 'json_invalid'],
    ])
    for (const { repair } of found) expect(repair).toContain('audit-lake dead-letters show')
  })

  it('finds a manifest that it cannot read', async () => {
    const { lake, file } = await ingested()
    file('lake/manifest.json', '{"version": 99}')
    const { found } = await findings(lake)
    expect(found[0]).toMatchObject({ kind: 'manifest_unreadable', repair: expect.any(String) })
  })

  it('says that there is no lake, and how to make one', async () => {
    const { folder } = testFolder()
    const { exitCode, stderr } = await auditLake('doctor', '--lake', join(folder, 'none'))
    expect(stderr).toContain('audit-lake ingest')
    expect(exitCode).toBe(1)
  })
})
