import { crc32 } from 'node:zlib'

/** A record as a shard keeps it. */
export interface KeptRecord {
  /** Milliseconds since the epoch. */
  readonly arrivalTime: number
  readonly partitionKey: string
  readonly data: Uint8Array
}

/** Length and CRC of what follows. */
const HEAD_BYTES = 8
/** Arrival time, and the length of the partition key. */
const FIXED_BYTES = 10

/**
 * A record in a segment file: length of the body, CRC-32 of the body, body; the body is arrival time (a double), length
 * of the partition key, partition key, data. Big-endian.
 */
export function frameOf({ arrivalTime, partitionKey, data }: KeptRecord): Buffer {
  const key = Buffer.from(partitionKey, 'utf8')
  const frame = Buffer.allocUnsafe(HEAD_BYTES + FIXED_BYTES + key.length + data.length)
  const body = frame.subarray(HEAD_BYTES)
  body.writeDoubleBE(arrivalTime, 0)
  body.writeUInt16BE(key.length, 8)
  body.set(key, FIXED_BYTES)
  body.set(data, FIXED_BYTES + key.length)
  frame.writeUInt32BE(body.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return frame
}

/** A record and where its frame ends; null when no whole frame stands there. */
export function readFrame(bytes: Buffer, offset: number): { readonly record: KeptRecord; readonly end: number } | null {
  if (offset + HEAD_BYTES + FIXED_BYTES > bytes.length) return null
  const start = offset + HEAD_BYTES
  const end = start + bytes.readUInt32BE(offset)
  if (end > bytes.length || end < start + FIXED_BYTES) return null
  const body = bytes.subarray(start, end)
  if (crc32(body) !== bytes.readUInt32BE(offset + 4)) return null
  const dataAt = FIXED_BYTES + body.readUInt16BE(8)
  if (dataAt > body.length) return null
  const partitionKey = body.toString('utf8', FIXED_BYTES, dataAt)
  return { record: { arrivalTime: body.readDoubleBE(0), partitionKey, data: body.subarray(dataAt) }, end }
}
