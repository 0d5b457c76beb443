import { beforeAll, describe, expect, it } from 'vitest'
import { queryGroups, savedQueries } from '../../../packages/queries/src/index.ts'
import { keptFolder, logRecord } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

const { lake, file } = keptFolder()

beforeAll(async () => {
  const records = Array.from({ length: 20 }, (_, i) =>
    logRecord(i, i % 5 === 0 ? { status: 'ERROR', operation: 'DeleteNamespace' } : {}),
  )
  await auditLake('ingest', file('a.ndjson', records.join('\n')), '--lake', lake)
})

const query = (...argv: readonly string[]) => auditLake('query', ...argv, '--lake', lake)

describe('query', () => {
  it('answers a saved query with its parameters', async () => {
    const { exitCode, stdout } = await query('failed-operations', '--param', 'from=2026-11-01', '--format', 'json')
    expect(exitCode).toBe(0)
    expect((JSON.parse(stdout) as { operation_name?: string }[]).length).toBeGreaterThan(0)
    expect(stdout).toContain('DeleteNamespace')
  })

  it.each(savedQueries.map(({ name }) => name))('answers %s with its defaults', async name => {
    const required = savedQueries
      .find(saved => saved.name === name)!
      .parameters.filter(parameter => parameter.default === undefined)
    const given = required.flatMap(parameter => ['--param', `${parameter.name}=user1@example.com`])
    const { exitCode, stderr } = await query(name, ...given, '--format', 'json')
    expect(stderr).toBe('')
    expect(exitCode).toBe(0)
  })

  it('answers SQL of the user, in every format', async () => {
    const sql =
      "SELECT status, count(*) AS events FROM audit_logs WHERE event_date >= '2026-11-01' GROUP BY status ORDER BY status"
    expect((await query('--sql', sql, '--format', 'csv')).stdout).toBe('status,events\nERROR,4\nOK,16\n')
    expect((await query('--sql', sql, '--format', 'ndjson')).stdout.split('\n')).toHaveLength(3)
    expect(JSON.parse((await query('--sql', sql, '--format', 'json')).stdout)).toEqual([
      { status: 'ERROR', events: 4 },
      { status: 'OK', events: 16 },
    ])
    expect((await query('--sql', sql)).stdout).toMatch(/status +events[\s\S]*ERROR +4[\s\S]*2 rows/)
    expect((await query('--file', file('mine.sql', sql), '--format', 'csv')).stdout).toContain('OK,16')
  })

  it('writes times in UTC with milliseconds, lists as arrays', async () => {
    const { stdout } = await query(
      ...[
        '--sql',
        "SELECT emit_time, array['a', 'b'] AS list FROM audit_logs ORDER BY emit_time LIMIT 1",
        '--format',
        'json',
      ],
    )
    expect(JSON.parse(stdout)).toEqual([{ emit_time: '2026-11-20T00:00:00.000Z', list: ['a', 'b'] }])
  })

  it('lists the saved queries by what they are about, and shows one with its parameters and its SQL', async () => {
    const { stdout } = await query('--list', '--format', 'json')
    const listed = JSON.parse(stdout) as { group: string; name: string }[]
    expect(listed.map(({ name }) => name).sort()).toEqual(savedQueries.map(({ name }) => name))
    expect([...new Set(listed.map(({ group }) => group))]).toEqual(queryGroups)
    // each group in one piece
    expect(listed.filter(({ group }, i) => group !== listed[i - 1]?.group)).toHaveLength(queryGroups.length)
    const shown = await query('who-did-what', '--show')
    expect(shown.stdout).toContain('Parameters:')
    expect(shown.stdout).toContain('FROM events_flat')
  })

  it.each([
    { argv: [], exitCode: 2, says: '--sql TEXT' },
    { argv: ['failed-operation'], exitCode: 2, says: 'did you mean failed-operations?' },
    { argv: ['quarterly-revenue'], exitCode: 2, says: '--list' },
    { argv: ['who-did-what', '--param', 'form=T-7d'], exitCode: 2, says: 'from' },
    { argv: ['who-did-what', '--param', 'from'], exitCode: 2, says: 'name=value' },
    { argv: ['who-did-what', '--param', 'from=yesterday'], exitCode: 2, says: 'yesterday' },
    { argv: ['--sql', 'SELECT nothing FROM audit_logs'], exitCode: 1, says: 'nothing' },
    { argv: ['--sql', 'DROP TABLE audit_logs'], exitCode: 1, says: 'SELECT' },
    { argv: ['--sql', 'SELECT 1', '--param', 'a=b'], exitCode: 2, says: 'saved queries only' },
    { argv: ['--file', 'none.sql'], exitCode: 1, says: 'cannot read none.sql' },
    { argv: ['who-did-what', '--format', 'xml'], exitCode: 2, says: 'xml' },
  ])('tells the user about $argv, without a stack', async ({ argv, exitCode, says }) => {
    const ran = await query(...argv)
    expect(ran.stderr).toContain(says)
    expect(ran.stderr).not.toMatch(/^\s+at /m)
    expect(ran.exitCode).toBe(exitCode)
  })
})
