import type { Random } from '../../../packages/cli/src/demo/random.ts'

/** How large a run is. The same seed gives the same schedule; what happens in between is up to the machine. */
export interface Schedule {
  readonly seed: number
  /** Events that are made; what is delivered again or resent comes on top. */
  readonly events: number
  readonly blockSize: number
  /** Between two steps the clock goes on by minutes or hours. */
  readonly steps: number
  /** Share of calls to which something is done. */
  readonly rate: number
  /** Chance that something happens to a process from outside in a step. */
  readonly unrest: number
}

const HOUR_MS = 60 * 60_000

/** Longer steps and larger blocks for more events: what takes time is the number of files and of seals. */
export function scheduleOf(events: number, seed: number): Schedule {
  if (events <= 20_000) return { seed, events, blockSize: 25, steps: 8, rate: 0.08, unrest: 0.5 }
  if (events <= 2_000_000) return { seed, events, blockSize: 500, steps: 100, rate: 0.05, unrest: 0.6 }
  return { seed, events, blockSize: 1000, steps: 250, rate: 0.05, unrest: 0.7 }
}

/**
 * Where the clock goes on to: a minute to several hours later, 75 minutes on average. A third of the steps ends at a full
 * hour: there the clocks of those who write and those who seal say different hours.
 */
export function nextTime(now: number, random: Random): number {
  const time = now + HOUR_MS * hoursLater(random.next())
  return random.chance(0.33) ? Math.ceil(time / HOUR_MS) * HOUR_MS : time
}

function hoursLater(chance: number): number {
  if (chance < 0.2) return 1 / 60
  if (chance < 0.5) return 0.6
  if (chance < 0.85) return 1.2
  return 4
}
