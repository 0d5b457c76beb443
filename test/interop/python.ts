import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where `.ci/run` installs what is in requirements.txt. */
const VIRTUAL_ENVIRONMENT = join(import.meta.dirname, '../../.venv/bin/python3')

/** The Python that has the packages of requirements.txt. */
export const PYTHON =
  process.env.AUDIT_LAKE_PYTHON ?? (existsSync(VIRTUAL_ENVIRONMENT) ? VIRTUAL_ENVIRONMENT : 'python3')

/**
 * Why tests that need a Python package cannot run here, or null when they can.
 *
 * In CI a missing one is a failure, on a user's machine a skip with its reason.
 */
export function missingPython(module: string): string | null {
  const result = spawnSync(PYTHON, ['-c', `import ${module}`], { encoding: 'utf8' })
  if (result.status === 0) return null
  const reason = `${PYTHON} cannot import ${module}: pip install -r test/interop/requirements.txt, or set AUDIT_LAKE_PYTHON`
  if (process.env.CI) throw new Error(reason)
  return reason
}

/** What a Python script prints. */
export function runPython(script: string, ...args: readonly string[]): string {
  return execFileSync(PYTHON, [script, ...args], { encoding: 'utf8', maxBuffer: 1 << 28 })
}
