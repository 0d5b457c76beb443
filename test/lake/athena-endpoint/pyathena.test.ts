import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { endpointSettings } from '../../../packages/cli/src/bi/endpoint-settings.ts'
import { missingPython, PYTHON } from '../../interop/python.ts'
import { running } from './running.ts'

const missing = missingPython('pyathena')

describe.skipIf(missing)(`PyAthena${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('asks by cursors, and by SQLAlchemy with reflection, with the settings that connect shows', async () => {
    const { endpoint } = await running()
    const { setting } = endpointSettings(endpoint.url).find(({ tool }) => tool.startsWith('SQLAlchemy'))!
    // the endpoint runs in this very process: it must not be blocked by waiting for the script
    const script = join(import.meta.dirname, 'pyathena_client.py')
    const { stdout } = await promisify(execFile)(PYTHON, [script, setting, endpoint.url])
    expect(JSON.parse(stdout)).toEqual({
      description: [
        ['log_id', 'varchar'],
        ['version', 'integer'],
        ['emit_time', 'timestamp'],
        ['details_roles', 'array'],
        ['none', 'integer'],
      ],
      rows: [1, 2].map(number => [
        `00000000-0000-4000-8000-00000000000${number}`,
        '2',
        `2026-11-20 00:00:0${number}`,
        'None',
        'None',
      ]),
      many: 3_126_250,
      named: [{ actor: 'user3@example.com' }],
      marked: [{ events: 1 }],
      mistake: 'Binder Error: Referenced column "nothing" not found in FROM clause!',
      csv: '"one"\n"1"\n',
      schemas: ['audit_lake'],
      tables: ['arrivals', 'sealed'],
      views: ['audit_log_versions', 'audit_logs', 'dead_letters', 'event_targets', 'events_flat', 'receipts'],
      has: [true, false],
      comment: 'Every event once, at its highest version: the table to ask.',
      columns: [
        ['log_id', 'VARCHAR', expect.stringContaining('Id of the log entry')],
        ['version', 'INTEGER', expect.stringContaining('Raised by Temporal')],
        ['emit_time', 'TIMESTAMP', 'When the event happened, in UTC.'],
      ],
      asked: [
        ['DeleteUser', 1],
        ['UpdateNamespace', 2],
      ],
    })
  })
})
