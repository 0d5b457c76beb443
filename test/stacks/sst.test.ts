import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { notLong } from '../long.ts'
import { ROOT } from './offline/platform.ts'
import { missingStages } from './stage.ts'

const reason = missingStages() ?? notLong

/** Runs the real SST, with AWS and Pulumi's engine replaced. */
async function sst(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const script = join(import.meta.dirname, 'offline/sst.ts')
  const options = { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 }
  return await promisify(execFile)(process.execPath, ['--import', 'tsx', script, ...args], options)
}

describe.skipIf(reason !== null)(`the real SST${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it('shows what it would make', async () => {
    const { stdout } = await sst('diff', '--stage', 'dev')
    for (const resource of [
      'AuditLogsStream aws:kinesis:Stream',
      'IngestFromStream aws:lambda:EventSourceMapping',
      'RawDelivery aws:kinesis:FirehoseDeliveryStream',
      'sealed aws:glue:CatalogTable',
      'SealSchedule aws:scheduler:Schedule',
    ]) {
      expect(stdout).toContain(`+  ${resource}`)
    }
    expect(stdout).not.toMatch(/✕/)
  }, 600_000)

  it('deploys: bundles the functions, installs DuckDB for the machine of Lambda, and says what to paste where', async () => {
    const { stdout, stderr } = await sst('deploy', '--stage', 'dev')
    expect(stdout).not.toMatch(/✕/)
    expect(stdout).toContain('streamArn: arn:aws:kinesis:us-east-1:111122223333:stream/temporal-audit-lake-dev-stream')
    expect(stdout).toContain('temporalCli: temporal cloud account audit-log sink kinesis create')
    expect(stderr).toContain('PUT /sst-state/app/temporal-audit-lake/dev.json')
    const seal = join(ROOT, '.sst/artifacts/Seal-src')
    expect(existsSync(join(seal, 'bundle.mjs'))).toBe(true)
    expect(existsSync(join(seal, 'node_modules/@duckdb/node-bindings-linux-arm64'))).toBe(true)
    for (const name of ['Ingest', 'Report']) {
      expect(existsSync(join(ROOT, `.sst/artifacts/${name}-src/node_modules`))).toBe(false)
    }
  }, 600_000)
})
