import { describe, expect, it } from 'vitest'
import { logRecord, testFolder } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

interface Listed {
  readonly dead_letter_id: string
  readonly reason: string
}

/** A lake with one row and one record that was cut off. */
async function lakeWithLetter() {
  const place = testFolder()
  const whole = logRecord(2)
  await auditLake('ingest', place.file('a.ndjson', `${logRecord(1)}\n${whole.slice(0, -1)}`), '--lake', place.lake)
  return { ...place, whole }
}

async function listed(lake: string, ...more: readonly string[]): Promise<Listed[]> {
  const { stdout } = await auditLake('dead-letters', 'list', '--format', 'json', '--lake', lake, ...more)
  return JSON.parse(stdout) as Listed[]
}

describe('dead-letters', () => {
  it('lists what is open, shows it, and gives its exact bytes', async () => {
    const { lake, whole } = await lakeWithLetter()
    const [letter] = await listed(lake)
    expect(letter).toMatchObject({ reason: 'json_invalid' })
    const shown = await auditLake('dead-letters', 'show', letter!.dead_letter_id, '--lake', lake)
    expect(shown.stdout).toContain('json_invalid')
    const payload = await auditLake('dead-letters', 'show', letter!.dead_letter_id, '--payload', '--lake', lake)
    expect(payload.stdout).toBe(whole.slice(0, -1))
  })

  it('says what is wrong with a letter that is redriven as it is, and leaves it open', async () => {
    const { lake } = await lakeWithLetter()
    const ran = await auditLake('dead-letters', 'redrive', '--all', '--format', 'json', '--lake', lake)
    expect(ran.exitCode).toBe(3)
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { redriven: false, message: expect.stringContaining('json_invalid') },
    ])
    expect(await listed(lake)).toHaveLength(1)
  })

  it('makes the row of a mended letter, once, and closes it', async () => {
    const { lake, file, whole } = await lakeWithLetter()
    const [letter] = await listed(lake)
    const mended = file('mended.json', whole)
    for (let times = 0; times < 2; times++) {
      const ran = await auditLake(
        ...['dead-letters', 'redrive', letter!.dead_letter_id, '--file', mended, '--lake', lake, '--format', 'json'],
      )
      expect(JSON.parse(ran.stdout)).toMatchObject([{ redriven: true, rows: 1 }])
      expect(ran.exitCode).toBe(0)
    }
    expect(await listed(lake)).toEqual([])
    expect(await listed(lake, '--all')).toMatchObject([{ redriven_at: '2026-11-22T12:00:00.000Z' }])
    const { stdout } = await auditLake(
      ...['query', '--sql', 'SELECT count(*) AS events FROM audit_logs', '--format', 'csv', '--lake', lake],
    )
    expect(stdout).toBe('events\n2\n')
  })

  it.each([
    { argv: ['show', 'ffff'], exitCode: 1, says: 'there is no dead letter ffff' },
    { argv: ['redrive'], exitCode: 2, says: 'ids of dead letters, or --all' },
    { argv: ['redrive', '--all', '--file', 'x'], exitCode: 2, says: '--file is for one' },
  ])('tells the user about $argv', async ({ argv, exitCode, says }) => {
    const { lake } = await lakeWithLetter()
    const ran = await auditLake('dead-letters', ...argv, '--lake', lake)
    expect(ran.stderr).toContain(says)
    expect(ran.exitCode).toBe(exitCode)
  })
})
