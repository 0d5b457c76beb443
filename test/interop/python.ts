import { execFileSync, spawnSync } from 'node:child_process'

const PYTHON = process.env.AUDIT_LAKE_PYTHON ?? 'python3'

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
