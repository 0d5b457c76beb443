import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checks, cleanUp, ingest, promote, seal } from '../../packages/lake/src/index.ts'
import { type LocalLake, openLocalLake } from '../../packages/lake/src/local/index.ts'
import { type Event, recordsOf } from '../lake/seal/event.ts'
import { ExpectedView, isLate } from './expected-view.ts'
import { interleave, type Process } from './interleaving.ts'
import { LedgerSums } from './ledger-sums.ts'
import { viewReader } from './view-reader.ts'

/** More of them find more: `AUDIT_LAKE_RUNS=1000`. */
const RUNS = Number(process.env.AUDIT_LAKE_RUNS ?? 8)
const START = Date.parse('2026-11-22T10:55:00Z')
const HOUR_MS = 60 * 60_000
/** When the events of these tests happened, in hours before the clock: in time, at the edge, late, in the future. */
const AGES = [0, 1, 20, 47, 48, 49, 71, 72, 73, 2000, -30]

type Task =
  | { readonly does: 'ingest'; readonly events: readonly { readonly id: number; readonly version: number }[] }
  | { readonly does: 'promote'; readonly leaf: string }
  | { readonly does: 'seal' | 'clean up' | 'read' }

const task: fc.Arbitrary<Task> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('ingest' as const),
      events: fc.array(fc.record({ id: fc.nat(AGES.length * 2 - 1), version: fc.nat(2) }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ does: 'seal' as const }) },
  { weight: 2, arbitrary: fc.constant({ does: 'clean up' as const }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('promote' as const), leaf: fc.constantFrom('/id', '/Id') }) },
  { weight: 2, arbitrary: fc.constant({ does: 'read' as const }) },
)

/** Processes that run side by side, and how long after them the next ones begin. */
const round = fc.record({
  tasks: fc.array(task, { minLength: 1, maxLength: 4 }),
  minutes: fc.constantFrom(1, 15, 70, 130, 300, 60 * 25),
})

const choices = fc.array(fc.record({ index: fc.nat(3), dies: fc.nat(30).map(n => n === 0) }), {
  minLength: 0,
  maxLength: 200,
})

describe('a lake in which everything happens side by side', () => {
  it(
    'shows every event that was delivered, once, at its highest version, and ever after, and closes its ledger',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 8 }), choices, async (rounds, chosen) => {
          const folder = await mkdtemp(join(tmpdir(), 'interleaving-'))
          const lake = await openLocalLake(folder)
          const merger = await lake.merger()
          const reader = await viewReader(lake)
          const ports = { ...lake, merger }
          const view = new ExpectedView()
          const sums = new LedgerSums()
          const late: Event[] = []
          let clock = START
          let ids = 0
          let choice = 0
          const options = { now: () => clock, newId: () => `id${ids++}` }

          const look = async () => {
            const due = view.due()
            view.check(await reader.read(), due)
          }
          const sealing: Process = async own => {
            const before = [...late]
            await seal(own, options)
            view.done(before)
          }
          const ingesting =
            (events: readonly Event[]): Process =>
            async own => {
              view.begin(events)
              const ports = { ...own, objects: sums.noting(own.objects) }
              await ingest(recordsOf(events, new Date(clock).toISOString(), ids++ * 100), ports, { writtenAt: clock })
              view.done(events.filter(event => !isLate(event, clock)))
              late.push(...events.filter(event => isLate(event, clock)))
            }
          const processOf = (one: Task): Process => {
            if (one.does === 'seal') return sealing
            if (one.does === 'clean up') return own => cleanUp(own, options)
            if (one.does === 'promote') return own => promote(own, one.leaf, options)
            if (one.does === 'ingest') return ingesting(one.events.map(eventOf))
            return async own => {
              await own.catalog.read() // so that it waits for its turn
              await look()
            }
          }

          try {
            for (const { tasks, minutes } of rounds) {
              await interleave(ports, tasks.map(processOf), waiting => {
                const { index = 0, dies = false } = chosen[choice++] ?? {}
                return { index: index % waiting, dies }
              })
              await look()
              await sums.expectClosed(lake)
              clock += minutes * 60_000
            }
            await seal(ports, options)
            view.done(late)
            await look()
            await seal(ports, { ...options, all: true })
            await look()
            await sums.expectClosed(lake)
            expect(await ledgerFindings(lake, clock)).toEqual([])
            await reader.expectFilled()
          } finally {
            await merger.close()
            reader.close()
            await rm(folder, { recursive: true })
          }
        }),
        { numRuns: RUNS },
      )
    },
    RUNS * 10_000,
  )
})

/** Half of the events have an age like the other half, and another id. */
function eventOf({ id, version }: { readonly id: number; readonly version: number }): Event {
  const at = new Date(START - AGES[id % AGES.length]! * HOUR_MS).toISOString()
  return { id: `event-${id}`, at, version, details: { id: `event-${id}` } }
}

/** What the doctor says of rows: a batch whose process died before its receipt is not its matter. */
async function ledgerFindings(lake: LocalLake, now: number) {
  const engine = await lake.engine()
  const findings = []
  for (const { run } of checks) findings.push(...(await run({ ...lake, engine, now })))
  engine.close()
  return findings.filter(({ kind }) => /^data_file_missing$|^rows_|^sealed_rows_/.test(kind))
}
