import type { SourceRecord } from '../../../packages/core/src/index.ts'

/** What tests of sealing need to know of an event. */
export interface Event {
  readonly id: string
  /** When it happened, ISO 8601. */
  readonly at: string
  /** Default 0. */
  readonly version?: number
  /** More of its details; `'#1.10#'` stands for the number 1.10, digit for digit. */
  readonly details?: Readonly<Record<string, unknown>>
  /** More of the record, or something else in it. */
  readonly record?: Readonly<Record<string, unknown>>
}

const NUMBER = /"#([^"#]+)#"/g

/** Kinesis records of events, one each. @param arrival when they arrived, ISO 8601 */
export function recordsOf(events: readonly Event[], arrival: string, first = 1): SourceRecord[] {
  return events.map(({ id, at, version = 0, details, record }, i) => ({
    source: 'kinesis:audit',
    shardId: 'shardId-000000000000',
    sequenceNumber: String(10 ** 15 + first + i),
    arrivalTime: Date.parse(arrival),
    data: new TextEncoder().encode(
      JSON.stringify({
        log_id: id,
        operation: 'DeleteUser',
        emit_time: at,
        version,
        status: 'OK',
        principal: { type: 'user', id: `u-${id}`, name: `${id}@example.com` },
        raw_details: { user_id: id, spec: { retention_days: version }, ...details },
        ...record,
      }).replaceAll(NUMBER, '$1'),
    ),
  }))
}
