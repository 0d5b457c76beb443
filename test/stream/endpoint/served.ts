import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { EndpointOptions } from '../../../packages/stream/src/index.ts'

/** An endpoint in a process of its own. */
export interface Served {
  /** What the process printed first: its URL, or why it has none. */
  readonly url: string
  readonly process: ChildProcess
  /** Ends the process without a warning. */
  kill(): Promise<void>
}

export interface ServedOptions extends Omit<EndpointOptions, 'folder' | 'now'> {
  /** KiB that a file may have: writing fails there, as on a disk that is full. */
  readonly maxFileKiB?: number
}

/** Serves a folder in another process, until it is killed or the test is done. */
export async function served(folder: string, options: ServedOptions = {}): Promise<Served> {
  const { maxFileKiB, ...own } = options
  const script = join(import.meta.dirname, 'serve.ts')
  const command = [process.execPath, '--import', 'tsx', script, JSON.stringify({ folder, limits: 'none', ...own })]
  const limited = maxFileKiB === undefined ? [] : ['bash', '-c', `ulimit -f ${maxFileKiB}; exec "$0" "$@"`]
  const [program, ...words] = [...limited, ...command]
  const child = spawn(program!, words, { stdio: ['ignore', 'pipe', 'inherit'] })
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
