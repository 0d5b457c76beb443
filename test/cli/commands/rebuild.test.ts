import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { logRecord, testFolder } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

const LONG_AGO = { emit_time: '2026-01-05T10:00:00Z' }

async function json(...argv: readonly string[]) {
  const { exitCode, stdout, stderr } = await auditLake(...argv, '--format', 'json')
  return { exitCode, stderr, rows: stdout === '' ? [] : (JSON.parse(stdout) as Record<string, unknown>[]) }
}

/** A folder as one copies it from a bucket: two objects of a Firehose, and one record that is cut short. */
function copiedArchive() {
  const place = testFolder()
  const object = (name: string, content: string) =>
    place.file(`raw/2026/11/22/10/audit-1-2026-11-22-${name}.gz`, gzipSync(content))
  object('10-00-00-x', `${logRecord(1, LONG_AGO)}${logRecord(2, LONG_AGO)}`)
  const cut = logRecord(3, LONG_AGO)
  object('10-05-00-x', `${cut.slice(0, cut.length / 2)}${logRecord(4)}`)
  return { ...place, raw: join(place.folder, 'raw') }
}

describe('rebuild', () => {
  it('makes a lake from a folder of what a Firehose wrote, and finds no difference the next time', async () => {
    const { lake, raw } = copiedArchive()
    const dryRun = await json('rebuild', '--from', raw, '--lake', lake, '--dry-run')
    const rows = [
      {
        event_date: '2026-01-05',
        sealed_file: 'none',
        rows_sealed: 0,
        rows_archived: 2,
        added: 2,
        lost: 0,
        changed: 0,
      },
      {
        event_date: '2026-11-20',
        sealed_file: 'none',
        rows_sealed: 0,
        rows_archived: 1,
        added: 1,
        lost: 0,
        changed: 0,
      },
    ]
    expect(dryRun.rows).toEqual(rows)
    expect(dryRun.stderr).toContain('1 pieces of it are no records; 0 are dead letters already')
    expect(dryRun.stderr).toContain('nothing was changed')
    expect(dryRun.exitCode).toBe(3)
    expect((await json('dead-letters', 'list', '--lake', lake)).rows).toEqual([])

    const ran = await json('rebuild', '--from', raw, '--lake', lake)
    expect(ran).toMatchObject({ exitCode: 3, rows })
    expect(ran.stderr).toContain('2 days were written anew')
    const sql = 'SELECT count(*) AS events FROM audit_logs'
    expect((await json('query', '--sql', sql, '--lake', lake)).rows).toEqual([{ events: 3 }])
    expect((await json('dead-letters', 'list', '--lake', lake)).rows).toHaveLength(1)

    const again = await json('rebuild', '--from', raw, '--lake', lake)
    expect(again.exitCode).toBe(0)
    expect(again.rows.map(({ added, lost, changed }) => [added, lost, changed])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(again.stderr).toContain('1 pieces of it are no records; 1 are dead letters already')
  })

  it('says which rows would be lost, and goes on only when told', async () => {
    const { lake, raw } = copiedArchive()
    await json('rebuild', '--from', raw, '--lake', lake)
    const [first] = readdirSync(join(raw, '2026/11/22/10')).sort()
    rmSync(join(raw, '2026/11/22/10', first!))
    const partly = [...(await json('rebuild', '--from', raw, '--lake', lake)).rows]
    expect(partly.map(({ lost, rows_archived }) => [lost, rows_archived])).toEqual([
      [2, 0],
      [0, 1],
    ])
    const sql = 'SELECT count(*) AS events FROM audit_logs'
    const events = async () => (await json('query', '--sql', sql, '--lake', lake)).rows
    // the archive has nothing of that day: it is left alone
    expect(await events()).toEqual([{ events: 3 }])
    const kept = logRecord(1, LONG_AGO)
    const { file } = copiedArchive()
    const other = join(file('raw2/2026/11/22/10/audit-1-2026-11-22-10-00-00-x.gz', gzipSync(kept)), '../../../../..')
    const refused = await json('rebuild', '--from', other, '--lake', lake, '--day', '2026-01-05')
    expect(refused.stderr).toContain('1 sealed rows are not in the archive')
    expect(refused.exitCode).toBe(3)
    expect(await events()).toEqual([{ events: 3 }])
    await json('rebuild', '--from', other, '--lake', lake, '--day', '2026-01-05', '--allow-loss')
    expect(await events()).toEqual([{ events: 2 }])
  })

  it.each([
    [['--from', 'nowhere/'], 1, 'there is no archive in nowhere/'],
    [['--day', 'yesterday'], 2, 'write a day such as 2026-11-21'],
    [['--trusted-proxies', 'x'], 2, 'write an address or a range'],
  ])('says what is wrong with %j', async (argv, exitCode, message) => {
    const { lake } = testFolder()
    const ran = await auditLake('rebuild', ...argv, '--lake', lake)
    expect(ran.stderr).toContain(message)
    expect(ran.exitCode).toBe(exitCode)
  })
})
