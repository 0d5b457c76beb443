import { cleanUp, ingest, rebuild, seal, writeArchive } from '../../packages/lake/src/index.ts'
import type { DuckDBComparer } from '../../packages/lake/src/local/index.ts'
import { type Event, recordsOf } from '../lake/seal/event.ts'
import { memoryStore } from './memory-store.ts'
import type { LakePorts } from './ports.ts'

/** What a step works on. */
export interface StoryPorts extends LakePorts {
  /** A comparer is for one rebuild: what was staged in it stays. */
  readonly openComparer: () => Promise<DuckDBComparer>
}

/** Something that happens in a lake. Doing it again, however far it got before, is how one recovers from a death. */
export interface Step {
  readonly name: string
  /** When, ISO 8601. */
  readonly at: string
  /** What is delivered by it. */
  readonly events: readonly Event[]
  /** Whether everything that is late is shown when it is done. */
  readonly seals: boolean
  readonly run: (ports: StoryPorts, now: () => number, newId: () => string) => Promise<unknown>
}

function delivery(at: string, events: readonly Event[], first: number, broken = ''): Step {
  const records = recordsOf(events, at, first)
  const last = records.at(-1)!
  const poison = { ...last, sequenceNumber: `${last.sequenceNumber}9`, data: new TextEncoder().encode(broken) }
  const batch = broken === '' ? records : [...records, poison]
  return {
    name: 'ingest',
    at,
    events,
    seals: false,
    run: (ports, now) => ingest(batch, ports, { writtenAt: now() }),
  }
}

function sealing(at: string): Step {
  return { name: 'seal', at, events: [], seals: true, run: (ports, now, newId) => seal(ports, { now, newId }) }
}

function cleaning(at: string): Step {
  return { name: 'clean up', at, events: [], seals: false, run: (ports, now) => cleanUp(ports, { now }) }
}

/** Makes the lake again from an archive that has all that was delivered, and something that only came so far. */
function rebuilding(at: string, before: readonly Step[], events: readonly Event[]): Step {
  return {
    name: 'rebuild',
    at,
    events,
    seals: true,
    async run(ports, now, newId) {
      const objects = memoryStore()
      for (const step of before)
        if (step.events.length > 0) await writeArchive(recordsOf(step.events, step.at), objects)
      const [cutShort] = recordsOf(events, at)
      await writeArchive(
        [...recordsOf(events, at), { ...cutShort!, data: new TextEncoder().encode('{"cut":') }],
        objects,
      )
      const comparer = await ports.openComparer()
      const archive = { objects, prefix: 'raw/' }
      await rebuild({ ...ports, archive, comparer }, { now, newId }).finally(() => comparer.close())
    },
  }
}

const DAY_22 = [
  { id: 'a', at: '2026-11-22T10:20:00Z' },
  { id: 'b', at: '2026-11-21T23:59:59.999Z' },
  { id: 'c', at: '2026-11-20T00:00:00Z' },
]
const RESENT = [
  { id: 'a', at: '2026-11-22T10:20:00Z', version: 1 },
  { id: 'd', at: '2026-11-22T10:50:00Z' },
  { id: 'future', at: '2026-11-24T05:00:00Z' },
]

const DELIVERED: readonly Step[] = [
  delivery('2026-11-22T10:30:00Z', [...DAY_22, { id: 'z', at: '2026-01-05T00:00:00Z' }], 100, '{"log_id":'),
  delivery('2026-11-22T10:59:59Z', RESENT, 200),
  sealing('2026-11-22T11:10:00Z'),
  cleaning('2026-11-22T11:11:00Z'),
  delivery('2026-11-22T11:30:00Z', [{ id: 'z', at: '2026-01-05T00:00:00Z', version: 2 }, ...DAY_22], 300),
  sealing('2026-11-22T12:10:00Z'),
  delivery('2026-11-22T12:30:00Z', [...RESENT, { id: 'e', at: '2026-11-22T12:29:00Z' }], 400),
  cleaning('2026-11-22T15:00:00Z'),
  sealing('2026-11-24T01:10:00Z'),
  delivery('2026-11-24T23:30:00Z', [{ id: 'b', at: '2026-11-21T23:59:59.999Z', version: 3 }], 500),
  delivery('2026-11-24T23:40:00Z', [{ id: 'f', at: '2026-11-22T12:29:00Z' }], 600),
  sealing('2026-11-25T01:10:00Z'),
  cleaning('2026-11-25T04:00:00Z'),
  cleaning('2026-11-25T07:00:00Z'),
]

/**
 * A few days of a lake: repeats, resends, late events, a dead letter, hours and days that close, files that go, and a
 * rebuild that finds two events which the lake lost.
 */
export const STORY: readonly Step[] = [
  ...DELIVERED,
  rebuilding('2026-11-25T08:00:00Z', DELIVERED, [
    { id: 'lost', at: '2026-11-24T12:00:00Z' },
    { id: 'long-lost', at: '2026-01-05T01:00:00Z' },
  ]),
  cleaning('2026-11-25T08:10:00Z'),
  cleaning('2026-11-25T11:00:00Z'),
]
