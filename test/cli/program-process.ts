import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'

const PROGRAM = join(import.meta.dirname, '../../packages/cli/bin/audit-lake.js')

/** The program as a process of its own, with what it has printed so far. */
export interface ProgramProcess {
  readonly process: ChildProcess
  readonly stdout: () => string
  readonly stderr: () => string
  /** Resolves with the exit code; rejects when a signal ended it. */
  readonly ended: Promise<number>
  /** Resolves when the text appears on stderr. */
  says(text: string): Promise<void>
}

/** Where the program runs, if not here. */
interface Surroundings {
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Options of Node itself. */
  readonly node?: readonly string[]
}

/** Starts the program as a user does. */
export function startProgram(...argv: readonly string[]): ProgramProcess {
  return startProgramIn({}, ...argv)
}

/** Starts the program somewhere else. */
export function startProgramIn({ node = [], ...where }: Surroundings, ...argv: readonly string[]): ProgramProcess {
  const child = spawn(process.execPath, [...node, PROGRAM, ...argv], { ...where, stdio: ['pipe', 'pipe', 'pipe'] })
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text
    })
  }
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => {
    if (typeof code === 'number') return code
    throw new Error(`ended by ${String(signal)}`)
  })
  ended.catch(() => undefined) // a test that kills it on purpose does not wait for it
  return {
    process: child,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    ended,
    async says(text) {
      while (!printed.stderr.includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode} before "${text}": ${printed.stderr}`)
        await new Promise(resolve => setTimeout(resolve, 50))
      }
    },
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
