// Runs the real SST without AWS: AWS is aws.ts, Pulumi is pulumi.ts.
//
//   node --import tsx test/stacks/offline/sst.ts diff --stage dev
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAws } from './aws.ts'
import { ROOT } from './platform.ts'

const aws = await startAws()
const home = mkdtempSync(join(tmpdir(), 'sst-'))
const command = join(home, 'sst/bin/pulumi')
mkdirSync(join(home, 'sst/bin'), { recursive: true })
const tsx = join(ROOT, 'node_modules/tsx/dist/loader.mjs')
writeFileSync(
  command,
  `#!/bin/sh\nexec "${process.execPath}" --import "${tsx}" "${join(import.meta.dirname, 'pulumi.ts')}" "$@"\n`,
  {
    mode: 0o755,
  },
)

const { AWS_PROFILE: _, ...environment } = process.env
const sst = spawn(join(ROOT, 'node_modules/.bin/sst'), process.argv.slice(2), {
  cwd: ROOT,
  stdio: 'inherit',
  env: {
    ...environment,
    XDG_CONFIG_HOME: home,
    SST_SKIP_DEPENDENCY_CHECK: '1',
    SST_NO_BUN: '1',
    SST_TELEMETRY_DISABLED: '1',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'nobody',
    AWS_SECRET_ACCESS_KEY: 'nothing',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  },
})
sst.on('exit', code => {
  aws.close()
  rmSync(home, { recursive: true })
  console.error(`AWS was asked: ${aws.calls.join(', ')}`)
  process.exitCode = code ?? 1
})
