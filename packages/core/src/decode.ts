import { frame } from './frame.ts'
import { gunzip, isGzip } from './gunzip.ts'
import { deaggregate } from './kpl.ts'
import type { Unreadable } from './log-record.ts'
import { recordShape, slotsOf } from './record-shape.ts'
import { Found, skipBlanks } from './scan.ts'
import { isUtf8 } from './utf8-text.ts'

/** Why bytes did not become a row: stable codes, for people to filter on and for programs to match. */
export type Reason =
  | 'gzip_corrupt'
  | 'gzip_too_large'
  | 'utf8_invalid'
  | 'json_invalid'
  | 'not_an_object'
  | 'record_too_large'
  | 'too_many_failures'
  | Unreadable['reason']

/** A piece of a Kinesis record that is no log record. */
export interface Failure {
  readonly reason: Reason
  /** For people: what is wrong, with the value. */
  readonly message: string
  /** JSON Pointer of the member at fault, where one is. */
  readonly path: string | null
  /** The exact bytes. */
  readonly payload: Uint8Array
  /** Which piece of the Kinesis record it is, from 0. */
  readonly position: number
}

/** A JSON object as the scanner found it; good until the next one. */
export interface ScannedObject {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  readonly found: Found
}

/** Takes an object, or says why it is no log record. */
export type TakeObject = (object: ScannedObject) => Unreadable | null

/** What one Kinesis record held: `received` pieces, each an object that was taken, a failure, or empty. */
export interface Decoded {
  readonly received: number
  readonly taken: number
  readonly failures: readonly Failure[]
  readonly empty: number
}

/** Bounds on what a stranger can send. */
export interface DecodeLimits {
  /** Bytes that all gzip members of one Kinesis record may inflate to; default 64 MiB. */
  readonly maxInflatedBytes: number
  /** Bytes of one log record; default 10 MiB, the most a Kinesis record can carry. */
  readonly maxRecordBytes: number
  /** Failures in one Kinesis record after which the rest of it becomes one more failure; default 1,000. */
  readonly maxFailures: number
}

/** The bounds that hold when none are given. */
export const DECODE_LIMITS: DecodeLimits = {
  maxInflatedBytes: 64 * 1024 * 1024,
  maxRecordBytes: 10 * 1024 * 1024,
  maxFailures: 1000,
}

/** How records are read: by the scanner where it vouches for them, or always by JSON.parse. */
export type Reader = 'scan' | 'parse'

const LOGS = slotsOf(['/logs'])[0]!
const PAGE = new Set(slotsOf(['/logs', '/nextPageToken', '/next_page_token']))
const OPEN_ARRAY = 0x5b
const CLOSE_OBJECT = 0x7d

/**
 * Takes the data of Kinesis records apart into log records, whatever the framing.
 *
 * Understood: one JSON object; several, separated by new lines, blanks or nothing; an array of them; a page of the
 * API (`{"logs":[...]}`); each plain or gzipped in one or several members, or aggregated by the Kinesis Producer
 * Library; and nothing at all: no bytes, blanks, `{}`, `[]`.
 *
 * @example
 * new Decoder().decode(bytesOf('{"operation":"DeleteUser","emit_time":"2023-11-14T07:56:55Z"}\n{}\noops'), take)
 * // { received: 3, taken: 1, failures: [{ reason: 'json_invalid', ... }], empty: 1 }
 */
export class Decoder {
  private readonly limits: DecodeLimits
  private readonly found = new Found(recordShape)
  private take: TakeObject = () => null
  private taken = 0
  private failures: Failure[] = []
  private empty = 0
  private received = 0
  private inflatedBytes = 0
  /** Whether all that is being framed is UTF-8, and so every piece of it. */
  private isUtf8 = true

  constructor(limits: DecodeLimits = DECODE_LIMITS) {
    this.limits = limits
  }

  decode(data: Uint8Array, take: TakeObject): Decoded {
    this.take = take
    this.taken = 0
    this.failures = []
    this.empty = 0
    this.received = 0
    this.inflatedBytes = 0
    for (const bytes of deaggregate(data) ?? [data]) this.unwrap(bytes)
    return { received: this.received, taken: this.taken, failures: this.failures, empty: this.empty }
  }

  private unwrap(data: Uint8Array): void {
    if (!isGzip(data)) return this.pieces(data)
    const plain = gunzip(data, this.limits.maxInflatedBytes - this.inflatedBytes)
    if (!plain.ok) return this.fail(plain.reason, plain.message, data)
    this.inflatedBytes += plain.bytes.length
    return this.pieces(plain.bytes)
  }

  private pieces(bytes: Uint8Array): void {
    const before = this.received
    this.isUtf8 = isUtf8(bytes, 0, bytes.length)
    this.framed(bytes, 0, bytes.length, true)
    if (this.received === before) this.countEmpty()
  }

  /** @param isOutermost whether an object may be a page: a page within a page is none */
  private framed(bytes: Uint8Array, start: number, end: number, isOutermost: boolean): void {
    const stopped = frame(bytes, start, end, recordShape, this.found, {
      object: (from, to) => {
        const logs = isOutermost ? this.logsOfPage(bytes) : null
        if (logs) this.framed(bytes, logs.start, logs.end, false)
        else this.object(bytes, from, to)
        return this.failures.length < this.limits.maxFailures
      },
      failure: (from, to, reason, message) => {
        this.fail(reason, message, bytes.subarray(from, to))
        return this.failures.length < this.limits.maxFailures
      },
    })
    if (stopped < end) {
      const message = `more than ${this.limits.maxFailures} pieces of the record cannot be read: the rest was not tried`
      this.fail('too_many_failures', message, bytes.subarray(stopped, end))
    }
  }

  private object(bytes: Uint8Array, start: number, end: number): void {
    const size = end - start
    if (size > this.limits.maxRecordBytes) {
      return this.fail(
        'record_too_large',
        `the record has ${size} bytes, the most is ${this.limits.maxRecordBytes}`,
        bytes.subarray(start, end),
      )
    }
    if (!this.isUtf8 && !isUtf8(bytes, start, end))
      return this.fail('utf8_invalid', 'the record is not UTF-8', bytes.subarray(start, end))
    if (bytes[skipBlanks(bytes, start + 1, end)] === CLOSE_OBJECT) return this.countEmpty()
    const problem = this.take({ bytes, start, end, found: this.found })
    if (problem) return this.fail(problem.reason, problem.message, bytes.subarray(start, end), problem.path)
    this.received++
    this.taken++
  }

  /** Where the logs are, if the object just scanned is a page of the API. */
  private logsOfPage(bytes: Uint8Array): { start: number; end: number } | null {
    const { spans, unknown, vouched } = this.found
    if (spans[LOGS * 2] === 0 || bytes[spans[LOGS * 2]!] !== OPEN_ARRAY || unknown.length > 0 || !vouched) return null
    for (let slot = 0; slot * 2 < spans.length; slot++) if (spans[slot * 2] !== 0 && !PAGE.has(slot)) return null
    return { start: spans[LOGS * 2]!, end: spans[LOGS * 2 + 1]! }
  }

  private fail(reason: Reason, message: string, payload: Uint8Array, path: string | null = null): void {
    this.failures.push({ reason, message, path, payload, position: this.received++ })
  }

  private countEmpty(): void {
    this.received++
    this.empty++
  }
}
