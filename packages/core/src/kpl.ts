import { md5 } from '@noble/hashes/legacy.js'

const MAGIC = [0xf3, 0x89, 0x9a, 0xc2]
const DIGEST = 16 // bytes of MD5 at the end
const RECORDS = 3 // AggregatedRecord.records
const DATA = 3 // Record.data
const LENGTH_DELIMITED = 2

/**
 * Takes apart a Kinesis record that the Kinesis Producer Library aggregated from several.
 *
 * Format: magic number, protobuf `AggregatedRecord`, MD5 of the protobuf; see `aggregation-format.md` in
 * awslabs/amazon-kinesis-producer. As there, a record whose magic or digest does not fit is an ordinary record.
 *
 * @returns the data of the records inside, or null for an ordinary record
 */
export function deaggregate(bytes: Uint8Array): Uint8Array[] | null {
  if (bytes[0] !== MAGIC[0] || bytes.length < MAGIC.length + DIGEST || !MAGIC.every((byte, i) => bytes[i] === byte))
    return null
  const message = bytes.subarray(MAGIC.length, bytes.length - DIGEST)
  const digest = md5(message)
  if (!digest.every((byte, i) => bytes[bytes.length - DIGEST + i] === byte)) return null
  const records = fieldsOf(message, RECORDS)
  const data = records?.map(record => fieldsOf(record, DATA)?.at(-1) ?? null)
  return data?.every(inner => inner !== null) ? data : null
}

/** The length-delimited values of one field of a protobuf message, or null when the bytes are no protobuf. */
function fieldsOf(message: Uint8Array, wanted: number): Uint8Array[] | null {
  const values: Uint8Array[] = []
  let at = 0
  while (at < message.length) {
    const tag = varint(message, at)
    if (!tag) return null
    const wireType = tag.value % 8
    const field = Math.floor(tag.value / 8)
    const next = varint(message, tag.end)
    if (!next || (wireType !== 0 && wireType !== LENGTH_DELIMITED)) return null
    at = wireType === LENGTH_DELIMITED ? next.end + next.value : next.end
    if (at > message.length) return null
    if (wireType === LENGTH_DELIMITED && field === wanted) values.push(message.subarray(next.end, at))
  }
  return values
}

/** A protobuf varint of up to 53 bits. */
function varint(bytes: Uint8Array, start: number): { value: number; end: number } | null {
  let value = 0
  let scale = 1
  for (let at = start; at < bytes.length && at < start + 7; at++) {
    const byte = bytes[at]!
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return { value, end: at + 1 }
    scale *= 128
  }
  return null
}
