import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sourceRecords } from '../../../packages/functions/src/records.ts'
import { writeArchive } from '../../../packages/lake/src/index.ts'
import { folderStore } from '../../../packages/lake/src/local/index.ts'
import { kinesisEvent } from '../../functions/kinesis-event.ts'
import { keptFolder, logRecord } from '../lake-folder.ts'
import { startProgramIn } from '../program-process.ts'
import { copyObjects, keysOf } from './athena-over-s3.ts'
import { auditLakeNow, type RunningStage } from './running-stage.ts'

const on = (...argv: readonly string[]) => auditLakeNow(...argv, '--lake', 'production')
/** Far more rows than there is time for. */
const ENDLESS = `SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)
  CROSS JOIN UNNEST(sequence(1, 1000)) AS c(z) WHERE (x * y + z) % 7919 = 3`

/** In the order in which they are used: each finds what the one before has left. */
export function commandsSuite(stage: () => RunningStage): void {
  describe('the commands', () => {
    const { folder } = keptFolder()
    const rowsOf = async (...argv: readonly string[]) => {
      const { stdout, exitCode, stderr } = await on(...argv, '--format', 'json')
      expect(exitCode, stderr).toBe(0)
      return JSON.parse(stdout) as Record<string, unknown>[]
    }

    it('says how to make the views before the first seal', async () => {
      const ErrorMessage = "line 1:15: Table 'awsdatacatalog.temporal_audit_lake_production.audit_logs' does not exist"
      const AthenaError = { ErrorCategory: 2, ErrorType: 1301, Retryable: false, ErrorMessage }
      stage().athena.endNext({ State: 'FAILED', AthenaError })
      const { stderr, exitCode } = await on('query', '--sql', 'SELECT * FROM audit_logs')
      expect(stderr).toBe('error: there is no view audit_logs yet: make it with `audit-lake seal --lake production`\n')
      expect(exitCode).toBe(1)
    })

    it('says what Athena says of SQL that cannot be answered', async () => {
      const { stderr, exitCode } = await on('query', '--sql', 'SELECT nothing FROM audit_logs')
      expect(stderr).toMatch(/^error: the query cannot be answered: .*nothing/)
      expect(exitCode).toBe(1)
    })

    it('seals with the function of the stage, which also makes the views, and says what that did', async () => {
      const [sealed, ...more] = await rowsOf('seal')
      expect(more).toEqual([])
      expect(sealed).toMatchObject({ files_merged: 1, days_written: 1, rows_written: 1, files_deleted: 1 })
      const again = await rowsOf('seal', '--all')
      expect(again).toMatchObject([{ files_merged: 0, days_written: 1, rows_written: 1 }])
    })

    it('answers a saved query with Athena, and says what it read and about what that costs', async () => {
      const asked = ['query', 'who-did-what', '--param', 'from=2026-01-01', '--format', 'json']
      const { stdout, stderr, exitCode } = await on(...asked)
      expect(exitCode).toBe(0)
      expect(JSON.parse(stdout)).toHaveLength(2)
      // 50,000,000 bytes are 48 whole megabytes
      expect(stderr).toBe('Athena read 47.7 MiB in 1.234 s: about 0.00023 USD at 5 USD a TB\n')
    })

    it('finds a stage by the name that audit-lake.json gives it, with its region and its price', async () => {
      const lakes = { audit: { stage: 'production', region: 'us-east-1', pricePerTB: 9 } }
      await writeFile(join(folder, 'audit-lake.json'), JSON.stringify({ lakes }))
      const { AWS_REGION: _, ...environment } = stage().environment
      const env = { PATH: process.env.PATH, ...environment }
      const program = startProgramIn({ cwd: folder, env }, 'query', '--sql', 'SELECT 1 AS one', '--lake', 'audit')
      expect(await program.ended, program.stderr()).toBe(0)
      expect(program.stdout()).toContain('one')
      expect(program.stderr()).toContain('at 9 USD a TB')
    })

    it('stops the query in Athena at Ctrl-C', async () => {
      const env = { PATH: process.env.PATH, ...stage().environment }
      const program = startProgramIn({ env }, 'query', '--sql', ENDLESS, '--lake', 'production')
      const before = stage().athena.states().length
      await expect.poll(() => stage().athena.states().length, { timeout: 30_000 }).toBe(before + 1)
      program.process.kill('SIGINT')
      expect(await program.ended).toBe(130)
      expect(program.stderr()).toContain('stopped')
      expect(stage().athena.states().at(-1)).toBe('CANCELLED')
    })

    it('lists dead letters, shows one, and redrives it mended into the stage', async () => {
      const [letter] = await rowsOf('dead-letters', 'list')
      expect(letter).toMatchObject({ reason: 'json_invalid', redriven_at: null })
      const id = String(letter!.dead_letter_id)
      const piece = (await on('dead-letters', 'show', id, '--payload')).stdout
      expect(piece).toBe('{"operation":"CreateUser"')
      const unmended = await on('dead-letters', 'redrive', id, '--format', 'json')
      expect(unmended.exitCode).toBe(3)

      const path = join(folder, 'piece.json')
      await writeFile(path, `${piece},"emit_time":"2026-01-06T00:00:00Z"}`)
      const redriven = await on('dead-letters', 'redrive', id, '--file', path, '--format', 'json')
      expect(JSON.parse(redriven.stdout)).toMatchObject([{ redriven: true, rows: 1 }])
      expect(redriven.stderr).toContain('1 rows of closed days: a seal is asked for')
      expect(await rowsOf('dead-letters', 'list')).toEqual([])
    })

    it('shows what was redriven once the seal that was asked for is done', async () => {
      const sql = "SELECT operation FROM audit_logs WHERE event_date = '2026-01-06'"
      await expect.poll(() => rowsOf('query', '--sql', sql), { timeout: 30_000 }).toEqual([{ operation: 'CreateUser' }])
    })

    it('writes a report beside, not into the bucket', async () => {
      const report = ['report', 'activity-summary', '--from', '2026-01-01', '--out', folder, '--print', 'json']
      const { stdout, stderr, exitCode } = await on(...report)
      expect(exitCode, stderr).toBe(0)
      const [{ path }] = JSON.parse(stdout) as [{ path: string }]
      expect(await readFile(path, 'utf8')).toContain('2026-01-05T00:00:00.000Z')
    })

    it('tells tools how to ask Athena in this region, workgroup and database', async () => {
      const settings = await rowsOf('connect')
      expect(settings.map(({ setting }) => setting)).toEqual([
        'jdbc:athena://Region=us-east-1;WorkGroup=temporal-audit-lake-production-people;Database=temporal_audit_lake_production;CredentialsProvider=DefaultChain;',
        'Driver={Amazon Athena ODBC (x64)};AwsRegion=us-east-1;Schema=temporal_audit_lake_production;WorkGroup=temporal-audit-lake-production-people;AuthenticationType=Default Credentials;',
        'awsathena+rest://@athena.us-east-1.amazonaws.com:443/temporal_audit_lake_production?work_group=temporal-audit-lake-production-people',
        "pyathena.connect(region_name='us-east-1', work_group='temporal-audit-lake-production-people', schema_name='temporal_audit_lake_production')",
      ])
    })

    describe('promote', () => {
      const tiers = () => rowsOf('query', '--sql', 'SELECT details_spec_tier AS tier FROM audit_logs ORDER BY 1')
      const others = [{ tier: null }, { tier: null }, { tier: null }]

      it('says what column a leaf would get, and calls no function for it', async () => {
        const { ingest, functionEnvironment, door } = stage()
        const record = { emit_time: '2026-01-07T00:00:00.000Z', raw_details: { spec: { tier: 'gold' } } }
        await ingest.invoke(kinesisEvent([logRecord(3, record)], 30), functionEnvironment)
        await rowsOf('seal')
        door.seen.splice(0)
        const column = { column: 'details_spec_tier', pointer: '/spec/tier', days_filled: 0, days_to_fill: 3 }
        expect(await rowsOf('promote', '/spec/tier', '--dry-run')).toMatchObject([column])
        expect(await rowsOf('promote', '--list')).toEqual([])
        const refused = await on('promote', '/spec/name')
        expect(refused.stderr).toContain('error: /spec/name has the column details_spec_name in every lake')
        expect(refused.exitCode).toBe(1)
        expect(door.seen.filter(({ path }) => path.endsWith('/invocations'))).toEqual([])
      })

      it('has the function of the stage make the column, which the next seal of all days fills', async () => {
        const { stdout, stderr, exitCode } = await on('promote', '/spec/tier', '--format', 'json')
        expect(exitCode, stderr).toBe(0)
        const made = { column: 'details_spec_tier', by: 'request', days_filled: 0, days_to_fill: 3 }
        expect(JSON.parse(stdout)).toMatchObject([made])
        const seal = 'audit-lake seal --all --lake production'
        expect(stderr).toBe(`3 sealed days do not have it yet: ${seal} fills them now\n`)
        expect(await tiers()).toEqual([...others, { tier: null }])
        await rowsOf('seal', '--all')
        expect(await tiers()).toEqual([{ tier: 'gold' }, ...others])
        expect(await rowsOf('promote', '--list')).toMatchObject([{ days_filled: 3, days_to_fill: 0 }])
        const again = await rowsOf('promote', '/spec/tier')
        expect(again).toMatchObject([{ ...JSON.parse(stdout)[0], days_filled: 3, days_to_fill: 0 }])
      })

      it('has it change when leaves are promoted by themselves', async () => {
        const rule = { promote_after_days: 45, promoted_columns_limit: 200 }
        expect(await rowsOf('promote', '--after', '45')).toEqual([rule])
        expect(await rowsOf('promote', '--limit', '7', '--dry-run')).toEqual([{ ...rule, promoted_columns_limit: 7 }])
        expect(await rowsOf('promote', '--limit', '200')).toEqual([rule])
      })
    })

    it('leaves a bucket whose copy can be compared with the archive, and made again from it', async () => {
      const { objects } = stage()
      const [lake, raw] = [join(folder, 'lake-copy'), join(folder, 'raw-copy')]
      await copyObjects(objects, await keysOf(objects), lake)
      const archived = [
        logRecord(2, { emit_time: '2026-01-05T00:00:00.000Z', operation: 'DeleteUser' }),
        logRecord(3, { emit_time: '2026-01-07T00:00:00.000Z', raw_details: { spec: { tier: 'gold' } } }),
        logRecord(4, { emit_time: '2026-01-07T00:00:01.000Z', raw_details: { spec: { tier: 'iron' } } }),
      ]
      await writeArchive(sourceRecords(kinesisEvent(archived)), folderStore(raw))
      const rebuild = ['rebuild', '--from', raw, '--lake', lake, '--day', '2026-01-05', '2026-01-07']
      const same = { rows_sealed: 1, lost: 0, changed: 0 }
      const { stdout, stderr, exitCode } = await auditLakeNow(...rebuild, '--format', 'json')
      expect(exitCode, stderr).toBe(3)
      expect(JSON.parse(stdout)).toMatchObject([
        { event_date: '2026-01-05', ...same, rows_archived: 1, added: 0 },
        { event_date: '2026-01-07', ...same, rows_archived: 2, added: 1 },
      ])
      const sql = "SELECT details_spec_tier AS tier FROM audit_logs WHERE event_date = '2026-01-07' ORDER BY 1"
      const asked = await auditLakeNow('query', '--sql', sql, '--lake', lake, '--format', 'csv')
      expect(asked.stdout).toBe('tier\ngold\niron\n')
    })

    it.each([
      { argv: ['connect', '--out', 'a.sql'], says: '--out and --database are for a lake in a folder' },
      { argv: ['seal', '--dry-run'], says: '--dry-run and --memory-limit are for a lake in a folder' },
    ])('refuses $argv, which is for folders', async ({ argv, says }) => {
      const { exitCode, stderr } = await on(...argv)
      expect(stderr).toContain(says)
      expect(exitCode).toBe(2)
    })
  })
}
