import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { kinesisEvent } from '../../functions/kinesis-event.ts'
import { describeOnMoto } from '../../lake/aws/moto.ts'
import { logRecord } from '../lake-folder.ts'
import { startProgramIn } from '../program-process.ts'
import { auditLakeNow, runningStage, SCANNED_BYTES } from './running-stage.ts'

const STAGE = 'production'
const on = (...argv: readonly string[]) => auditLakeNow(...argv, '--lake', STAGE)

describeOnMoto('the command line on a deployed stage', aws => {
  const stage = runningStage(aws, STAGE)
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deployed-'))
    const { ingest, functionEnvironment } = stage()
    const now = new Date().toISOString()
    const old = logRecord(2, { emit_time: '2026-01-05T00:00:00.000Z', operation: 'DeleteUser' })
    const records = [logRecord(1, { emit_time: now }), old, '{"operation":"CreateUser"']
    await ingest.invoke(kinesisEvent(records), functionEnvironment)
  }, 120_000)
  afterAll(() => rm(folder, { recursive: true }))

  it('seals with the function of the stage, which also makes the views, and says what that did', async () => {
    const { stdout, stderr, exitCode } = await on('seal', '--format', 'json')
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject([{ files_merged: 1, days_written: 1, rows_written: 1, files_deleted: 1 }])
    expect(exitCode).toBe(0)
  })

  it('answers a saved query with Athena, and says what it read and about what that costs', async () => {
    const { stdout, stderr, exitCode } = await on(
      'query',
      'who-did-what',
      '--param',
      'from=2026-01-01',
      '--format',
      'json',
    )
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toHaveLength(2)
    expect(stderr).toMatch(/^Athena read 47\.7 MiB in 1\.234 s: about 0\.00023 USD at 5 USD a TB\n$/)
    expect(SCANNED_BYTES / 2 ** 20).toBeCloseTo(47.7, 1)
  })
})
