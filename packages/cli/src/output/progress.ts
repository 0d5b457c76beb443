import type { Shell } from '../shell.ts'

const TERMINAL_INTERVAL_MS = 100
const LOG_INTERVAL_MS = 10_000

/** Shows how far long work is, on stderr: one line that changes in a terminal, a line now and then elsewhere. */
export class Progress {
  private lastAt: number
  private isDrawn = false
  private readonly shell: Shell

  constructor(shell: Shell) {
    this.shell = shell
    this.lastAt = shell.stderr.isTTY ? 0 : shell.now()
  }

  /** @param text made only when it is shown */
  show(text: () => string): void {
    const { stderr, now } = this.shell
    const interval = stderr.isTTY ? TERMINAL_INTERVAL_MS : LOG_INTERVAL_MS
    if (now() - this.lastAt < interval) return
    this.lastAt = now()
    if (!stderr.isTTY) stderr.write(`${text()}\n`)
    else {
      stderr.write(`\r\u001b[2K${text().slice(0, (stderr.columns ?? 80) - 1)}`)
      this.isDrawn = true
    }
  }

  /** Takes the line away. */
  end(): void {
    if (this.isDrawn) this.shell.stderr.write('\r\u001b[2K')
    this.isDrawn = false
  }
}
