import type { SourceRecord } from '../../../packages/core/src/index.ts'

/** What tests of sealing need to know of an event. */
export interface Event {
  readonly id: string
  /** When it happened, ISO 8601. */
  readonly at: string
  /** Default 0. */
  readonly version?: number
}

/** Kinesis records of events, one each. @param arrival when they arrived, ISO 8601 */
export function recordsOf(events: readonly Event[], arrival: string, first = 1): SourceRecord[] {
  return events.map(({ id, at, version = 0 }, i) => ({
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
        raw_details: { user_id: id, spec: { retention_days: version } },
      }),
    ),
  }))
}
