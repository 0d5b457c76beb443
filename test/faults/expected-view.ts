import { expect } from 'vitest'
import type { Event } from '../lake/seal/event.ts'

const DAY_MS = 24 * 60 * 60_000

/** Whether an event is late when it is written at some time: of a day before today and the two days before. */
export function isLate({ at }: Event, writtenAt: number): boolean {
  return Math.floor(Date.parse(at) / DAY_MS) < Math.floor(writtenAt / DAY_MS) - 2
}

/** What a reader saw: the version of each event. */
export type Seen = ReadonlyMap<string, number>

/**
 * What the view must show: the reference that real lakes are compared with.
 *
 * An event must be shown from when it is delivered, a late one from when it is sealed; it may be shown earlier. What
 * was seen once must be seen ever after.
 */
export class ExpectedView {
  private readonly must = new Map<string, number>()
  private readonly may = new Map<string, number>()

  /** Somebody begins to deliver events. */
  begin(events: readonly Event[]): void {
    for (const { id, version = 0 } of events) raise(this.may, id, version)
  }

  /** They are delivered and timely, or delivered and sealed. */
  done(events: readonly Event[]): void {
    for (const { id, version = 0 } of events) raise(this.must, id, version)
  }

  /** What a reader must see who begins now: to be asked before it reads. */
  due(): ReadonlyMap<string, number> {
    return new Map(this.must)
  }

  /** Compares what a reader saw. @param due from before it read */
  check(seen: Seen, due: ReadonlyMap<string, number>): void {
    for (const [id, version] of due) {
      const shown = seen.get(id)
      if (shown === undefined || shown < version) expect.fail(`${id} is due at version ${version}, shown: ${shown}`)
    }
    for (const [id, version] of seen) {
      if (version > (this.may.get(id) ?? -1)) expect.fail(`${id} was never delivered at version ${version}`)
      raise(this.must, id, version)
    }
  }
}

function raise(versions: Map<string, number>, id: string, version: number): void {
  versions.set(id, Math.max(version, versions.get(id) ?? version))
}
