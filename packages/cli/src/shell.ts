import type { Writable } from 'node:stream'

/** Where a command writes, what time it is, and when it is told to stop. */
export interface Shell {
  /** Results. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  /** Progress and notices. */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal
  /** Says how the program is to end; default: done. */
  readonly endWith: (exitCode: number) => void
}

/** Says something on stderr. */
export function notice(shell: Shell, text: string): void {
  shell.stderr.write(`${text}\n`)
}
