import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An endpoint in a process of its own. */
export interface Served {
  /** What the process printed first: its URL, or why it has none. */
  readonly url: string
  readonly process: ChildProcess
  /** Ends the process without a warning. */
  kill(): Promise<void>
}

/** Serves a folder in another process, until it is killed or the test is done. */
export async function served(folder: string, port = 0, limits: 'real' | 'none' = 'none'): Promise<Served> {
  const script = join(import.meta.dirname, 'serve.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder, String(port), limits], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout!, 'data')) as [Buffer]
  return {
    url: line.toString().trim(),
    process: child,
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
