import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { notLong } from '../../long.ts'
import { running } from './running.ts'
import { TABLES, VIEWS } from './tables.ts'

/** The Python that has the packages of superset-requirements.txt: they are of another age than those of the other tests. */
const PYTHON =
  process.env.AUDIT_LAKE_SUPERSET_PYTHON ?? join(import.meta.dirname, '../../../.venv-superset/bin/python3')
const MINUTES = 60_000

/** Null when Superset is there; a long run without it fails, for it was asked for. */
function missing(): string | null {
  if (notLong) return notLong
  const { status } = spawnSync(PYTHON, ['-c', 'import superset, pyathena'])
  if (status === 0) return null
  const reason = `${PYTHON} has no Superset: pip install -r test/lake/athena-endpoint/superset-requirements.txt`
  if (process.env.CI) throw new Error(reason)
  return reason
}

const reason = missing()

describe.skipIf(reason)(`Apache Superset${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it('finds the tables, asks in SQL Lab and draws from a dataset', { timeout: 8 * MINUTES }, async () => {
    const { endpoint } = await running({}, onTestFinished)
    const folder = mkdtempSync(join(tmpdir(), 'superset-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const script = join(import.meta.dirname, 'superset_client.py')
    const options = { maxBuffer: 1 << 26, timeout: 7 * MINUTES }
    const { stdout } = await promisify(execFile)(PYTHON, [script, folder, endpoint.url], options)
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toEqual({
      schemas: ['audit_lake'],
      tables: [...TABLES.map(name => [name, 'table']), ...VIEWS.map(name => [name, 'view'])].sort(),
      columns: [
        ['log_id', 'VARCHAR', expect.stringContaining('Id of the log entry')],
        ['version', 'INTEGER', expect.stringContaining('Raised by Temporal')],
        ['emit_time', 'TIMESTAMP', 'When the event happened, in UTC.'],
      ],
      asked: [
        { verb: 'delete', events: 1 },
        { verb: 'update', events: 2 },
      ],
      chart: [1, 2, 3].map(number => ({ actor: `user${number}@example.com`, events: 1 })),
    })
  })
})
