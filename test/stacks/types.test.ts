import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ROOT } from './offline/platform.ts'
import { missingStages } from './stage.ts'

const reason = missingStages()

describe.skipIf(reason !== null)(`the types of the stacks${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it("agree with SST's own", async () => {
    const tsc = promisify(execFile)('npx', ['tsc', '-p', 'stacks'], { cwd: ROOT })
    await expect(tsc.catch((error: { stdout: string }) => ({ stdout: error.stdout }))).resolves.toMatchObject({
      stdout: '',
    })
  }, 300_000)
})
