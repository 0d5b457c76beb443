import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isLong } from '../long.ts'
import { type Outcome, runFaults } from './harness/run-faults.ts'
import { scheduleOf } from './harness/schedule.ts'

async function run(events: number, seed: number): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'faults-'))
  try {
    return await runFaults(scheduleOf(events, seed), folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('the stream, its consumers, sealers and a reader, while everything happens to them', () => {
  it('show every event once, at its highest version, and never hide one that was seen', async () => {
    const { facts, rest } = await run(2000, 11)
    expect(rest.current).toBe(2000)
    expect(facts['looks of the reader']).toBeGreaterThan(10)
    expect(facts['injections between or at effects']).toBeGreaterThan(0)
  }, 180_000)

  it.runIf(isLong)(
    'do so with a million events',
    async () => {
      const { facts, rest } = await run(1_000_000, 1)
      expect(rest.current).toBe(1_000_000)
      expect(facts['processes that died']).toBeGreaterThan(20)
    },
    30 * 60_000,
  )
})
