/**
 * One envelope as it came from its source: a Kinesis record, or a block of a file treated as one.
 *
 * `data` is what Temporal put: its framing is not documented, see `decode.ts` for what is understood.
 */
export interface SourceRecord {
  /**
   * Where it came from: `kinesis:<stream>`, `file:<name>`, or `raw:<folder>` of the archive. The view prefers the stream's
   * copy of an event, or the archive's, which is one.
   */
  readonly source: string
  readonly shardId: string
  /** A decimal number as text; Kinesis numbers have 56 digits. For a file: the byte offset of the block. */
  readonly sequenceNumber: string
  /** Milliseconds since the epoch: Kinesis' ApproximateArrivalTimestamp. */
  readonly arrivalTime: number
  readonly data: Uint8Array
}

/**
 * Orders two sequence numbers as numbers.
 *
 * @example
 * compareSequenceNumbers('9', '10') // -1, although '9' > '10' as text
 */
export function compareSequenceNumbers(a: string, b: string): number {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1
  if (a === b) return 0
  return a < b ? -1 : 1
}
