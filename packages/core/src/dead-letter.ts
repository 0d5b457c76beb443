import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Failure, Reason } from './decode.ts'
import type { SourceRecord } from './source-record.ts'

/** A row of `dead_letters`: a piece that did not become a row, with all that is needed to try again. */
export interface DeadLetter {
  /** The same for the same piece of the same Kinesis record, however often it is delivered. */
  readonly dead_letter_id: string
  readonly reason: Reason
  readonly message: string
  /** JSON Pointer of the member at fault, where one is. */
  readonly path: string | null
  /** Base64 of the exact bytes. */
  readonly payload: string
  /** The same as text, when it is UTF-8. */
  readonly payload_text: string | null
  readonly source: string
  readonly shard_id: string
  readonly sequence_number: string
  /** Which piece of the Kinesis record it is, from 0. */
  readonly position: number
  /** Milliseconds since the epoch. */
  readonly arrival_time: number
}

/** The dead letter of a failure. */
export function deadLetter(failure: Failure, envelope: SourceRecord): DeadLetter {
  const { reason, message, path, payload, position } = failure
  const { source, shardId, sequenceNumber, arrivalTime } = envelope
  return {
    dead_letter_id: idOf([source, shardId, sequenceNumber, position, reason]),
    reason,
    message,
    path,
    payload: base64(payload),
    payload_text: textOrNull(payload),
    source,
    shard_id: shardId,
    sequence_number: sequenceNumber,
    position,
    arrival_time: arrivalTime,
  }
}

/** The exact bytes of a dead letter. */
export function payloadOf(letter: Pick<DeadLetter, 'payload'>): Uint8Array {
  return Uint8Array.from(atob(letter.payload), character => character.charCodeAt(0))
}

const ID_BYTES = 8

function idOf(parts: readonly (string | number)[]): string {
  return bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(parts))).subarray(0, ID_BYTES))
}

const CHUNK = 3 * 8192 // a multiple of 3: no padding inside; few enough arguments for a call

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += CHUNK) text += btoa(String.fromCharCode(...bytes.subarray(at, at + CHUNK)))
  return text
}

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
