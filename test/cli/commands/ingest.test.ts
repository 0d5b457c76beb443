import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { logRecord, testFolder } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

async function count(lake: string): Promise<number> {
  const { stdout } = await auditLake(
    ...['query', '--sql', 'SELECT count(*) AS events FROM audit_logs', '--format', 'json', '--lake', lake],
  )
  return (JSON.parse(stdout) as [{ events: number }])[0].events
}

describe('ingest', () => {
  it('takes files of any framing into a new lake and says what became of them', async () => {
    const { lake, file } = testFolder()
    const lines = file('lines.ndjson', `${logRecord(1)}\n${logRecord(2)}\n`)
    const array = file('array.json.gz', gzipSync(`[${logRecord(3)},\n${logRecord(4)}]`))
    const page = file('page.json', `{"logs":[${logRecord(5)}],"nextPageToken":"x"}`)
    const { exitCode, stdout, stderr } = await auditLake(
      ...['ingest', lines, array, page, '--lake', lake, '--format', 'json'],
    )
    expect(stderr).toContain('5 rows')
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ received: 5, stored: 5, repeats: 0, dead_letters: 0, empty: 0 }),
    ])
    expect(await count(lake)).toBe(5)
  })

  it('ends with 3 when something was dead-lettered, and says how to see it', async () => {
    const { lake, file } = testFolder()
    const { exitCode, stderr } = await auditLake(
      ...['ingest', file('a.ndjson', `${logRecord(1)}\n{"operation":"x"}\n`), '--lake', lake],
    )
    expect(exitCode).toBe(3)
    expect(stderr).toContain(`audit-lake dead-letters list --lake ${lake}`)
    expect(await count(lake)).toBe(1)
  })

  it('shows no event twice when a file is taken again', async () => {
    const { lake, file } = testFolder()
    const path = file('a.ndjson', `${logRecord(1)}\n${logRecord(2)}\n`)
    await auditLake('ingest', path, '--lake', lake)
    await auditLake('ingest', path, '--lake', lake)
    expect(await count(lake)).toBe(2)
  })

  it.each([
    { why: 'nothing to ingest', argv: [], exitCode: 2, says: '--stream NAME' },
    { why: 'a file and a stream', argv: ['a.json', '--stream', 'x'], exitCode: 2, says: '--stream NAME' },
    { why: 'a file that is not there', argv: ['nowhere.json'], exitCode: 1, says: 'cannot read nowhere.json' },
    { why: 'a folder', argv: ['.'], exitCode: 1, says: '.' },
    { why: 'a batch size of none', argv: ['a', '--batch-size', '0'], exitCode: 2, says: 'from 1 to 10000' },
    { why: 'an endpoint that is no URL', argv: ['--stream', 's', '--endpoint', 'x'], exitCode: 2, says: 'http://' },
    { why: 'a range that is none', argv: ['-', '--trusted-proxies', 'home'], exitCode: 2, says: 'home' },
  ])('tells the user about $why, without a stack', async ({ argv, exitCode, says }) => {
    const { lake } = testFolder()
    const ran = await auditLake('ingest', ...argv, '--lake', lake)
    expect(ran.stderr).toContain(says)
    expect(ran.stderr).not.toMatch(/^\s+at /m)
    expect(ran.exitCode).toBe(exitCode)
  })

  it('says that a lake cannot be where a file is', async () => {
    const { file } = testFolder()
    const path = file('a.ndjson', logRecord(1))
    const { exitCode, stderr } = await auditLake('ingest', path, '--lake', path)
    expect(stderr).toContain('--lake wants the folder of a lake')
    expect(exitCode).toBe(1)
  })

  it('keeps what came before a corruption, and says where it is', async () => {
    const { lake, file } = testFolder()
    const good = gzipSync(Array.from({ length: 50 }, (_, i) => `${logRecord(i)}\n`).join(''))
    const path = file('cut.ndjson.gz', good.subarray(0, good.length - 20))
    const { exitCode, stderr } = await auditLake('ingest', path, '--lake', lake)
    expect(stderr).toContain('cut.ndjson.gz is corrupt')
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(exitCode).toBe(1)
  })
})
