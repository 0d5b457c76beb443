import { cleanUp, ingest, promote, seal } from '../../packages/lake/src/index.ts'
import { type Event, recordsOf } from '../lake/seal/event.ts'
import type { LakePorts } from './ports.ts'

/** Something that happens in a lake. Doing it again, however far it got before, is how one recovers from a death. */
export interface Step {
  readonly name: string
  /** When, ISO 8601. */
  readonly at: string
  /** What is delivered by it. */
  readonly events: readonly Event[]
  /** Whether everything that is late is shown when it is done. */
  readonly seals: boolean
  readonly run: (ports: LakePorts, now: () => number, newId: () => string) => Promise<unknown>
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

function promotion(at: string, pointer: string): Step {
  const run: Step['run'] = (ports, now) => promote(ports, pointer, { now })
  return { name: 'promote', at, events: [], seals: false, run }
}

const DAY_22 = [
  { id: 'a', at: '2026-11-22T10:20:00Z', details: { tier: 'gold' } },
  { id: 'b', at: '2026-11-21T23:59:59.999Z' },
  { id: 'c', at: '2026-11-20T00:00:00Z' },
]
const RESENT = [
  { id: 'a', at: '2026-11-22T10:20:00Z', version: 1 },
  { id: 'd', at: '2026-11-22T10:50:00Z' },
  { id: 'future', at: '2026-11-24T05:00:00Z' },
]

/** A few days of a lake: repeats, resends, late events, a dead letter, hours and days that close, files that go. */
export const STORY: readonly Step[] = [
  delivery('2026-11-22T10:30:00Z', [...DAY_22, { id: 'z', at: '2026-01-05T00:00:00Z' }], 100, '{"log_id":'),
  delivery('2026-11-22T10:59:59Z', RESENT, 200),
  sealing('2026-11-22T11:10:00Z'),
  cleaning('2026-11-22T11:11:00Z'),
  delivery('2026-11-22T11:30:00Z', [{ id: 'z', at: '2026-01-05T00:00:00Z', version: 2 }, ...DAY_22], 300),
  promotion('2026-11-22T11:40:00Z', '/tier'),
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
