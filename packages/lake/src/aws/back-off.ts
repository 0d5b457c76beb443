import { setTimeout } from 'node:timers/promises'

/** How often something that may succeed later is tried: with the pauses between, for about 10 s. */
export const ATTEMPTS = 8
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000

/**
 * Waits before another try: each time up to twice as long, and never as long as others who wait for the same.
 *
 * @param failed how many tries have failed
 */
export async function backOff(
  failed: number,
  signal?: AbortSignal,
  longestMs: number = LONGEST_PAUSE_MS,
): Promise<void> {
  const ms = Math.min(longestMs, FIRST_PAUSE_MS * 2 ** (failed - 1))
  await setTimeout(ms * (0.5 + Math.random() / 2), undefined, signal && { signal })
}
