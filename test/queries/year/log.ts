import type { Event } from '../../../packages/cli/src/demo/event.ts'
import type { Random } from '../../../packages/cli/src/demo/random.ts'
import type { Member } from './staff.ts'

const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
export const YEAR_STARTS = Date.UTC(2025, 11, 1)
export const YEAR_ENDS = Date.UTC(2026, 11, 1)

/** What is special about an event; by default its member's first address, success, and an id as a console gives it. */
export interface Circumstances {
  readonly address?: string
  readonly failed?: boolean
  readonly ticket?: string
}

/** The log of a year, as it is written. */
export class Log {
  readonly events: Event[] = []
  private readonly random: Random

  constructor(random: Random) {
    this.random = random
  }

  /** @returns the id of the event */
  add(time: number, who: Member, operation: string, details: object, circumstances: Circumstances = {}): string {
    const logId = this.random.uuid()
    this.events.push({
      logId,
      time: Math.floor(time),
      operation,
      principal: who.principal,
      addresses: circumstances.address ?? who.addresses[0]!,
      status: circumstances.failed ? 'ERROR' : 'OK',
      asyncOperationId: circumstances.ticket ?? this.random.uuid(),
      details: { ...details },
      version: 0,
    })
    return logId
  }

  ticket(): string {
    return `CHG-${1000 + this.random.below(9000)}`
  }
}

/** The moment of a day of the year, the first of which is 1 December 2025: a Monday. */
export function at(day: number, hour: number, minute = 0): number {
  return YEAR_STARTS + day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS
}

/** Someone at one of their addresses, or elsewhere. */
export function from(member: Member, address: string): Member {
  return { ...member, addresses: [address] }
}

/** A person as they stand in details. */
export function named({ principal }: Member): object {
  return { user_id: principal.id, spec: { email: principal.name } }
}
