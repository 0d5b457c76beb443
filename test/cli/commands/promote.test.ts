import { describe, expect, it } from 'vitest'
import { logRecord, testFolder } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

const LONG_AGO = { emit_time: '2026-01-05T10:00:00Z' }
const TIERED = { ...LONG_AGO, raw_details: { spec: { tier: 'gold' } }, new_field: 1 }

async function sealedLake() {
  const { lake, file } = testFolder()
  const records = [logRecord(1, LONG_AGO), logRecord(2, TIERED)].join('\n')
  await auditLake('ingest', file('a.ndjson', records), '--lake', lake)
  return lake
}

async function json(...argv: readonly string[]) {
  const { exitCode, stdout, stderr } = await auditLake(...argv, '--format', 'json')
  return { exitCode, stderr, rows: JSON.parse(stdout) as Record<string, unknown>[] }
}

describe('drift', () => {
  it('lists operations, and leaves and fields without a column, with when they were seen', async () => {
    const lake = await sealedLake()
    const { rows, exitCode } = await json('drift', '--lake', lake)
    const seen = { first_seen: '2026-01-05T10:00:00.000Z', last_seen: '2026-01-05T10:00:00.000Z', days: 1 }
    expect(exitCode).toBe(0)
    expect(rows).toEqual([
      { kind: 'leaf', name: '/spec/tier', ...seen, rows: 1, types: ['text'], column: null },
      { kind: 'operation', name: 'UpdateNamespace', ...seen, rows: 2, types: [], column: null },
      { kind: 'field', name: '/new_field', ...seen, rows: 1, types: ['number'], column: null },
    ])
    expect((await json('drift', '--since', '2026-01-06', '--lake', lake)).rows).toEqual([])
  })

  it('says how to write a time', async () => {
    const { exitCode, stderr } = await auditLake('drift', '--since', 'yesterday', '--lake', await sealedLake())
    expect(exitCode).toBe(2)
    expect(stderr).toContain('--since yesterday: write 2026-11-22')
  })
})

describe('promote', () => {
  it('makes a column, and says what fills it', async () => {
    const lake = await sealedLake()
    const column = { column: 'details_spec_tier', pointer: '/spec/tier', by: 'request', at: '2026-11-22T12:00:00.000Z' }
    const dryRun = await json('promote', '/spec/tier', '--dry-run', '--lake', lake)
    expect(dryRun.rows).toEqual([{ ...column, days_filled: 0, days_to_fill: 1 }])
    expect(dryRun.stderr).toBe('nothing was changed\n')
    expect((await json('promote', '--list', '--lake', lake)).rows).toEqual([])

    const done = await json('promote', '/spec/tier', '--lake', lake)
    expect(done.rows).toEqual([{ ...column, days_filled: 0, days_to_fill: 1 }])
    const seal = `audit-lake seal --all --lake ${lake}`
    expect(done.stderr).toBe(`1 sealed days do not have it yet: ${seal} fills them now\n`)
    const sql = 'SELECT details_spec_tier FROM audit_logs ORDER BY log_id'
    const tiers = async () => (await json('query', '--sql', sql, '--lake', lake)).rows
    expect(await tiers()).toEqual([{ details_spec_tier: null }, { details_spec_tier: null }])
    await auditLake('seal', '--all', '--lake', lake)
    expect(await tiers()).toEqual([{ details_spec_tier: null }, { details_spec_tier: 'gold' }])
    const { stdout } = await auditLake('promote', '--list', '--format', 'csv', '--lake', lake)
    expect(stdout).toBe(
      'column,pointer,by,at,days_filled,days_to_fill\ndetails_spec_tier,/spec/tier,request,2026-11-22T12:00:00.000Z,1,0\n',
    )
    expect((await json('drift', '--lake', lake)).rows[0]).toMatchObject({ column: 'details_spec_tier' })
  })

  it('says which leaf may be meant, when none was seen', async () => {
    const lake = await sealedLake()
    const { stderr } = await auditLake('promote', '/spec/teir', '--dry-run', '--lake', lake)
    expect(stderr).toContain('no sealed event was seen with /spec/teir; did you mean /spec/tier?')
  })

  it.each([
    [['/spec/name'], 1, '/spec/name has the column details_spec_name in every lake: ask for that'],
    [['spec.tier'], 1, 'spec.tier cannot get a column: it is no JSON Pointer: write it as /spec/tier'],
    [[], 2, 'say which leaf, such as /spec/tier'],
    [['/a', '--list'], 2, 'say which leaf, such as /spec/tier'],
    [['--after', 'x'], 2, '--after x: write a whole number from 1 to 100000'],
  ])('refuses %j and says why', async (argv, exitCode, why) => {
    const ran = await auditLake('promote', ...argv, '--lake', await sealedLake())
    expect(ran.stderr).toContain(why)
    expect(ran.stderr).not.toContain('    at ')
    expect(ran.exitCode).toBe(exitCode)
  })

  it('sets when sealers do it by themselves', async () => {
    const lake = await sealedLake()
    const rule = { promote_after_days: 1, promoted_columns_limit: 200 }
    expect((await json('promote', '--after', '1', '--lake', lake)).rows).toEqual([rule])
    expect((await json('promote', '--limit', '7', '--dry-run', '--lake', lake)).rows).toMatchObject([
      { promote_after_days: 1, promoted_columns_limit: 7 },
    ])
    const { rows, stderr } = await json('seal', '--lake', lake)
    expect(rows).toMatchObject([{ columns_added: 1 }])
    expect(stderr).toContain('/spec/tier was seen on many days: it has the column details_spec_tier from now on')
  })
})
