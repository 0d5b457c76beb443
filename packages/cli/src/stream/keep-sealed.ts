import { setTimeout as pause } from 'node:timers/promises'
import { lastClosedHour } from '@temporal-audit-lake/lake'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { sealLake } from '../sealing.ts'
import { notice, type Shell } from '../shell.ts'

const LOOK_EVERY_MS = 1000
/** Sealing takes a tenth of the time at most, however many late events come. */
const PAUSE_PER_SEAL = 9

/**
 * Seals a lake while something else fills it: when it begins, when an hour has closed, and soon after late events came.
 *
 * A seal that fails is told, and tried again.
 *
 * @param late how many late rows have come so far
 * @returns what ends it, when the seal at hand is done
 */
export function keepSealed(lake: LocalLake, shell: Shell, late: () => number): { end(): Promise<void> } {
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, shell.signal])
  const sealing = sealUntil(signal, lake, shell, late)
  return {
    async end() {
      ended.abort()
      await sealing
    },
  }
}

async function sealUntil(signal: AbortSignal, lake: LocalLake, shell: Shell, late: () => number): Promise<void> {
  let sealedHour = ''
  let sealedLate = 0
  while (!signal.aborted) {
    const startedAt = shell.now()
    const [hour, rows] = [lastClosedHour(startedAt), late()]
    if (hour !== sealedHour || rows > sealedLate) {
      try {
        await sealLake(lake, shell)
        sealedHour = hour
        sealedLate = rows
      } catch (error) {
        if (signal.aborted) return
        notice(shell, `sealing failed, it is tried again: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
    const wait = Math.max(LOOK_EVERY_MS, (shell.now() - startedAt) * PAUSE_PER_SEAL)
    await pause(wait, undefined, { signal }).catch(() => undefined) // aborted: the loop sees it
  }
}
