import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_MS = 200
const MOST_MS = 10_000

/**
 * Waits before another attempt: exponentially longer from 200 ms to 10 s, with jitter so that shards do not retry in step.
 *
 * @param attempt from 0
 * @throws the signal's reason when it aborts
 */
export async function backOff(attempt: number, signal: AbortSignal | undefined): Promise<void> {
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** attempt)
  await pause(most / 2 + (Math.random() * most) / 2, signal)
}

/**
 * Waits.
 *
 * @throws the signal's reason when it aborts
 */
export async function pause(millis: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(millis, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted())
}
