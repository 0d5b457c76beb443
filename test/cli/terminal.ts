import { Writable } from 'node:stream'
import { run } from '../../packages/cli/src/program.ts'
import type { Shell } from '../../packages/cli/src/shell.ts'

/** A stream that keeps what is written to it. */
class Captured extends Writable {
  private readonly parts: Buffer[] = []
  readonly isTTY: boolean
  readonly columns: number

  constructor({ isTTY = false, columns = 120 } = {}) {
    super()
    this.isTTY = isTTY
    this.columns = columns
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.parts.push(Buffer.from(chunk))
    done()
  }

  get bytes(): Buffer {
    return Buffer.concat(this.parts)
  }

  get text(): string {
    return this.bytes.toString('utf8')
  }
}

/** The clock of the tests' commands: Sunday, 22 November 2026. */
const NOW = Date.UTC(2026, 10, 22, 12)

/** A shell whose output is kept. */
export function capturedShell({ isTTY = false, columns = 120 } = {}) {
  const stdout = new Captured({ isTTY, columns })
  const stderr = new Captured({ isTTY, columns })
  const exitCodes: number[] = []
  const shell: Shell = {
    stdout,
    stderr,
    now: () => NOW,
    signal: new AbortController().signal,
    endWith: code => exitCodes.push(code),
  }
  return { shell, stdout, stderr, exitCodes }
}

/** What a command printed, and how it ended. */
export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process. */
export async function auditLake(...argv: readonly string[]): Promise<Ran> {
  const { shell, stdout, stderr } = capturedShell()
  const exitCode = await run(argv, shell)
  return { exitCode, stdout: stdout.text, stderr: stderr.text }
}
