import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs a measurement, a file beside this one, in a process of its own under the same Node, and reads what it prints. */
export async function measured<Sample>(file: string, ...args: readonly string[]): Promise<Sample> {
  const script = new URL(file, import.meta.url).pathname
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...args])
  return JSON.parse(stdout) as Sample
}
