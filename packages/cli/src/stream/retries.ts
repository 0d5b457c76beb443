import { notice, type Shell } from '../shell.ts'

const NOTICE_INTERVAL_MS = 10_000

/** Says something when it first happens, and then every ten seconds as long as it does: shards fail side by side. */
export function nowAndThen(shell: Shell, textOf: (error: unknown) => string): (error: unknown) => void {
  let saidAt = Number.NEGATIVE_INFINITY
  return error => {
    if (shell.now() - saidAt < NOTICE_INTERVAL_MS) return
    saidAt = shell.now()
    notice(shell, textOf(error))
  }
}

/** Why something is tried again, in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
