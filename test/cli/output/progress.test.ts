import { describe, expect, it } from 'vitest'
import { Progress } from '../../../packages/cli/src/output/progress.ts'
import { capturedShell } from '../terminal.ts'

/** A shell whose clock is moved by hand. */
function timedShell(options: { isTTY: boolean; columns?: number }) {
  const captured = capturedShell(options)
  const clock = { now: 1_000_000 }
  return { ...captured, clock, shell: { ...captured.shell, now: () => clock.now } }
}

describe('Progress', () => {
  it('redraws one line in a terminal, at most ten times a second', () => {
    const { shell, stderr, clock } = timedShell({ isTTY: true })
    const progress = new Progress(shell)
    for (const text of ['one', 'two', 'three']) {
      progress.show(() => text)
      clock.now += 60
    }
    progress.end()
    expect(stderr.text).toBe('\r\u001b[2Kone\r\u001b[2Kthree\r\u001b[2K')
  })

  it('never wraps: a line longer than the terminal is cut', () => {
    const { shell, stderr } = timedShell({ isTTY: true, columns: 10 })
    new Progress(shell).show(() => 'x'.repeat(50))
    expect(stderr.text).toBe(`\r\u001b[2K${'x'.repeat(9)}`)
  })

  it('writes a line every ten seconds where there is no terminal, and no control characters', () => {
    const { shell, stderr, clock } = timedShell({ isTTY: false })
    const progress = new Progress(shell)
    for (let second = 0; second <= 25; second++) {
      progress.show(() => `second ${second}`)
      clock.now += 1000
    }
    progress.end()
    expect(stderr.text).toBe('second 10\nsecond 20\n')
  })
})
