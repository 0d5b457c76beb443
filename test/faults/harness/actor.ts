import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Command, ProcessOptions, Report } from './lines.ts'

export type Role = 'stream' | 'poller' | 'importer' | 'sealer' | 'reader'

const PROCESSES = join(import.meta.dirname, '../processes')

/** A process of the harness, from its start to its end. */
export class Actor {
  readonly role: Role
  /** Tells it from all others, also from those that had its role before. */
  readonly name: string
  /** Resolves when it is gone and everything it had said was heard. */
  readonly ended: Promise<void>
  /** What it wrote to its standard error. */
  errors = ''
  isReady = false
  isGone = false
  isStopped = false
  wasKilled = false
  private readonly child: ChildProcess

  constructor(role: Role, name: string, options: ProcessOptions, hear: (actor: Actor, line: Report) => void) {
    this.role = role
    this.name = name
    this.child = spawn(process.execPath, ['--import', 'tsx', join(PROCESSES, `${role}.ts`), JSON.stringify(options)], {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      env: { ...process.env, TZ: 'UTC' },
    })
    this.child.stdin!.on('error', () => undefined) // it is gone
    this.child.stderr!.on('data', (text: Buffer) => {
      this.errors += text.toString()
    })
    const lines = createInterface({ input: this.child.stdio[3] as Readable })
    lines.on('line', line => hear(this, JSON.parse(line) as Report))
    this.ended = Promise.all([once(this.child, 'exit'), once(lines, 'close')]).then(([[, signal]]) => {
      this.isGone = true
      this.wasKilled = signal === 'SIGKILL'
    })
  }

  tell(command: Command): void {
    if (!this.isGone) this.child.stdin!.write(`${JSON.stringify(command)}\n`)
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }

  /** Has it sleep, whatever it is at, until it is woken. */
  stop(): void {
    this.isStopped = this.child.kill('SIGSTOP')
  }

  wake(): void {
    this.isStopped = false
    this.child.kill('SIGCONT')
  }

  /**
   * Has its disk be full, or no more: what it writes ends at some size of the file, half done.
   *
   * It is a limit of the kernel's, so it is real for Node and for DuckDB; the error is EFBIG, not ENOSPC.
   *
   * @returns whether this machine can do it
   */
  async limitFiles(bytes: number | null): Promise<boolean> {
    const limit = `--fsize=${bytes ?? 'unlimited'}:unlimited`
    const prlimit = spawn('prlimit', ['--pid', String(this.child.pid), limit], { stdio: 'ignore' })
    const [code] = (await once(prlimit, 'exit').catch(() => [1])) as [number]
    return code === 0
  }
}
