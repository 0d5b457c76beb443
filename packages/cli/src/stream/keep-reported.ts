import { setTimeout as pause } from 'node:timers/promises'
import type { LocalLake } from '@temporal-audit-lake/lake/local'
import { type Mail, runSchedule } from '@temporal-audit-lake/reports'
import { GENERATOR } from '../ask/report.ts'
import { readSchedule } from '../ask/schedule.ts'
import { notice, type Shell } from '../shell.ts'

const LOOK_EVERY_MS = 60_000

/**
 * Makes a lake's scheduled reports while something else fills it: when it begins what was missed, then what is due.
 *
 * What fails is told, and tried again.
 *
 * @returns what ends it, when the report at hand is done
 */
export function keepReported(lake: LocalLake, shell: Shell): { end(): Promise<void> } {
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, shell.signal])
  const reporting = reportUntil(signal, lake, shell)
  return {
    async end() {
      ended.abort()
      await reporting
    },
  }
}

async function reportUntil(signal: AbortSignal, lake: LocalLake, shell: Shell): Promise<void> {
  while (!signal.aborted) {
    try {
      await reportOnce(signal, lake, shell)
    } catch (error) {
      if (signal.aborted) return
      notice(shell, `reports failed, they are tried again: ${error instanceof Error ? error.message : String(error)}`)
    }
    await pause(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined) // aborted: the loop sees it
  }
}

async function reportOnce(signal: AbortSignal, lake: LocalLake, shell: Shell): Promise<void> {
  const schedule = await readSchedule(lake)
  if (schedule.length === 0) return
  const engine = await lake.engine()
  const tell = async ({ to, subject }: Mail) => notice(shell, `report for ${to.join(', ')}: ${subject}`)
  try {
    const ports = { engine, engineName: engine.name, objects: lake.objects, tell }
    const { made, failed } = await runSchedule(schedule, ports, { now: shell.now, generator: GENERATOR, signal })
    for (const { folder } of made) notice(shell, `report written: ${lake.folder}/${folder}`)
    if (failed[0]) throw failed[0].error
  } finally {
    engine.close()
  }
}
