import { report } from './process.ts'

/**
 * A clock that is set from outside, and goes on from there.
 *
 * Whoever works with a moment is to `enter` and to `leave`: only when nobody works with an earlier one is a new tick
 * confirmed. So hours pass in seconds, and still no invocation takes longer than it may.
 */
export class Clock {
  private at = 0
  private since = 0
  private tick = 0
  private readonly working = new Map<symbol, number>()
  private readonly waiting = new Set<() => void>()

  readonly now = (): number => Math.round(this.at + performance.now() - this.since)

  set(tick: number, at: number): void {
    this.at = at
    this.since = performance.now()
    this.tick = tick
    for (const look of this.waiting) look()
    this.confirm()
  }

  enter(): { readonly now: number; leave(): void } {
    const worker = Symbol()
    this.working.set(worker, this.tick)
    return {
      now: this.now(),
      leave: () => {
        if (this.working.delete(worker)) this.confirm()
      },
    }
  }

  /** Returns when the clock has been set to a time, or later. */
  async until(time: number): Promise<void> {
    if (this.now() >= time) return
    await new Promise<void>(resolve => {
      const look = () => {
        if (this.now() < time) return
        this.waiting.delete(look)
        resolve()
      }
      this.waiting.add(look)
    })
  }

  private confirm(): void {
    const isOld = [...this.working.values()].some(tick => tick < this.tick)
    if (!isOld) report({ say: 'tick', tick: this.tick })
  }
}
