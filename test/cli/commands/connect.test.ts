import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { beforeAll, describe, expect, it } from 'vitest'
import { missingPython, runPython } from '../../interop/python.ts'
import { keptFolder, logRecord } from '../lake-folder.ts'
import { auditLake } from '../terminal.ts'

const { lake, folder, file } = keptFolder()
const RELATIONS = [
  ...[
    'access_changes',
    'api_key_events',
    'arrivals',
    'audit_log_versions',
    'audit_logs',
    'dead_letters',
    'event_targets',
  ],
  ...['events_flat', 'known_names', 'receipts', 'sealed'],
]

beforeAll(async () => {
  const records = [logRecord(1), logRecord(2), logRecord(2, { version: 3 }), '{"operation":"x"}']
  await auditLake('ingest', file('a.ndjson', records.join('\n')), '--lake', lake)
})

describe('connect', () => {
  it('writes a script that makes the tables and views in any DuckDB, times in UTC whatever its time zone', async () => {
    const path = join(folder, 'init.sql')
    const { exitCode, stderr } = await auditLake('connect', '--out', path, '--lake', lake)
    expect(stderr).toContain(`duckdb -init ${path}`)
    expect(exitCode).toBe(0)
    const script = readFileSync(path, 'utf8')
    expect((await auditLake('connect', '--lake', lake)).stdout).toBe(script)

    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run("SET TimeZone = 'America/New_York'")
    await connection.run(script)
    const views = await connection.runAndReadAll('SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1')
    expect(views.getRows().flat()).toEqual(RELATIONS)
    const rows = await connection.runAndReadAll(
      'SELECT emit_time::VARCHAR, version FROM audit_logs ORDER BY emit_time, log_id',
    )
    expect(rows.getRows()).toEqual([
      ['2026-11-20 00:00:01', 2],
      ['2026-11-20 00:00:02', 3],
    ])
    connection.closeSync()
  })

  const reason = missingPython('duckdb_engine')
  it.skipIf(reason !== null)(
    `makes a database that Python's SQLAlchemy opens with the setting it shows${reason ? ` (skipped: ${reason})` : ''}`,
    async () => {
      const path = join(folder, 'audit-logs.duckdb')
      const { stdout } = await auditLake('connect', '--database', path, '--lake', lake, '--format', 'json')
      const settings = JSON.parse(stdout) as { tool: string; setting: string }[]
      expect(settings.map(({ setting }) => setting)).toContain(`jdbc:duckdb:${path}`)
      const url = settings.find(({ tool }) => tool.startsWith('SQLAlchemy'))!.setting
      const script = file(
        'read.py',
        `import sys, json, sqlalchemy
with sqlalchemy.create_engine(sys.argv[1]).connect() as connection:
    rows = connection.execute(sqlalchemy.text("SELECT log_id, version FROM audit_logs ORDER BY log_id"))
    print(json.dumps([list(row) for row in rows]))
`,
      )
      expect((JSON.parse(runPython(script, url)) as [string, number][]).map(([, version]) => version)).toEqual([2, 3])
    },
  )

  it('shows how tools open the Athena that up serves', async () => {
    const settings = async (...argv: string[]) =>
      (await auditLake('connect', '--athena', ...argv, '--format', 'json')).stdout
    const at = JSON.parse(await settings('http://127.0.0.1:9/')) as { tool: string; setting: string }[]
    expect(at.map(({ tool }) => tool.split(' ')[0])).toEqual(['SQLAlchemy', 'PyAthena', 'AWS', 'JDBC', 'ODBC'])
    for (const { setting } of at) expect(setting).toContain('127.0.0.1:9')
    const guide = readFileSync(join(import.meta.dirname, '../../../docs/bi.md'), 'utf8')
    const usual = JSON.parse(await settings()) as { tool: string; setting: string }[]
    for (const name of ['SQLAlchemy', 'JDBC'])
      expect(guide).toContain(usual.find(({ tool }) => tool.startsWith(name))!.setting)
    const { exitCode, stderr } = await auditLake('connect', '--athena', 'localhost')
    expect(stderr).toContain('--athena localhost: write a URL')
    expect(exitCode).toBe(2)
  })

  it('makes a database anew', async () => {
    const path = join(folder, 'again.duckdb')
    for (let times = 0; times < 2; times++) {
      expect((await auditLake('connect', '--database', path, '--lake', lake)).exitCode).toBe(0)
    }
  })

  it('says why it cannot write', async () => {
    const { exitCode, stderr } = await auditLake('connect', '--out', join(folder, 'none', 'x.sql'), '--lake', lake)
    expect(stderr).toContain('cannot write')
    expect(exitCode).toBe(1)
  })
})
