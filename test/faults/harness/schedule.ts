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
  if (events <= 2_000_000) return { seed, events, blockSize: 400, steps: 120, rate: 0.1, unrest: 0.6 }
  return { seed, events, blockSize: 1000, steps: 250, rate: 0.1, unrest: 0.6 }
}

/** How far the clock goes on in a step, in milliseconds: from a minute to several hours, 75 minutes on average. */
export function stepMs(chance: number): number {
  if (chance < 0.2) return HOUR_MS / 60
  if (chance < 0.5) return HOUR_MS * 0.6
  if (chance < 0.85) return HOUR_MS * 1.2
  return HOUR_MS * 4.2
}
