import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { clientIpBehind, PRIVATE_RANGES } from './client-ip.ts'
import { type DeadLetter, deadLetter } from './dead-letter.ts'
import { type DecodeLimits, Decoder, type Reader } from './decode.ts'
import { Flattener } from './flatten.ts'
import { orderWithoutRepeats } from './order.ts'
import { encodeParquet } from './parquet.ts'
import type { Receipt } from './receipt.ts'
import { Rows } from './rows.ts'
import { compareSequenceNumbers, type SourceRecord } from './source-record.ts'

/** What the transform is told from outside: it knows no clock and no configuration. */
export interface TransformOptions {
  /** When the batch is written, in milliseconds since the epoch: names the partition of `arrivals`. */
  readonly writtenAt: number
  /** Names the batch, and so its file; default `<source>/<shard>/<first>-<last>` of its sequence numbers. */
  readonly batchId?: string
  /** CIDR ranges of the proxies that `client_ip` skips; default: the private ranges. */
  readonly trustedProxies?: readonly string[]
  readonly limits?: DecodeLimits
  /** `parse` switches the scanner off: the same files, slower. */
  readonly reader?: Reader
}

/** A file to be written: the transform describes it, somebody else does it. */
export interface DataFile {
  /** Where in the lake, such as `arrivals/arrival_hour=2026-11-22-10/....parquet`. */
  readonly key: string
  readonly body: Uint8Array
  readonly rows: number
}

/** Made once: it remembers addresses from batch to batch. */
const clientIpBehindPrivateRanges = clientIpBehind(PRIVATE_RANGES)

/** What a batch becomes. */
export interface TransformResult {
  /** One file, or none when the batch holds no log record. */
  readonly dataFiles: readonly DataFile[]
  readonly deadLetters: readonly DeadLetter[]
  readonly receipt: Receipt
}

/**
 * Kinesis records in; a Parquet file, dead letters and a receipt out.
 *
 * Pure: the same batch and options give the same bytes, on any machine. Nothing in a record makes it throw.
 *
 * @param records one batch, that is, records of one shard; in any order
 */
export function transform(records: readonly SourceRecord[], options: TransformOptions): TransformResult {
  const decoder = new Decoder(options.limits)
  const clientIp = options.trustedProxies ? clientIpBehind(options.trustedProxies) : clientIpBehindPrivateRanges
  const rows = new Rows(records.reduce((sum, { data }) => sum + data.length, 0) * 1.25)
  const flattener = new Flattener(rows, clientIp, options.reader ?? 'scan')
  const deadLetters: DeadLetter[] = []
  let received = 0
  let empty = 0

  for (const envelope of records) {
    const decoded = decoder.decode(envelope.data, object => flattener.flatten(object, envelope))
    for (const failure of decoded.failures) deadLetters.push(deadLetter(failure, envelope))
    received += decoded.received
    empty += decoded.empty
  }

  const stored = orderWithoutRepeats(rows)
  const batch = describeBatch(records, options.batchId)
  const key = arrivalKey(batch, options.writtenAt)
  return {
    dataFiles: stored.length === 0 ? [] : [{ key, body: encodeParquet(rows, stored), rows: stored.length }],
    deadLetters,
    receipt: {
      ...batch,
      written_at: options.writtenAt,
      received,
      stored: stored.length,
      repeats: rows.length - stored.length,
      dead_letters: deadLetters.length,
      empty,
    },
  }
}

/** What a receipt says of its batch before it says what became of it. */
export type BatchDescription = Omit<
  Receipt,
  'written_at' | 'received' | 'stored' | 'repeats' | 'dead_letters' | 'empty'
>

function describeBatch(records: readonly SourceRecord[], batchId: string | undefined): BatchDescription {
  const [some] = records
  if (!some) throw new Error('transform: the batch is empty')
  if (records.some(record => record.source !== some.source || record.shardId !== some.shardId)) {
    throw new Error('transform: the batch mixes shards')
  }
  const sequenceNumbers = records.map(record => record.sequenceNumber).sort(compareSequenceNumbers)
  const arrivals = records.map(record => record.arrivalTime)
  const first = sequenceNumbers[0]!
  const last = sequenceNumbers.at(-1)!
  return {
    batch_id: batchId ?? `${some.source}/${some.shardId}/${first}-${last}`,
    source: some.source,
    shard_id: some.shardId,
    first_sequence_number: first,
    last_sequence_number: last,
    records: records.length,
    bytes: records.reduce((sum, record) => sum + record.data.length, 0),
    arrival_from: arrivals.reduce((a, b) => Math.min(a, b)),
    arrival_to: arrivals.reduce((a, b) => Math.max(a, b)),
  }
}

/**
 * Where the file of a batch stands: by the hour it is written in, named after the batch, so that a batch that is
 * delivered again within the hour replaces its own file, and no other.
 */
export function arrivalKey(batch: BatchDescription, writtenAt: number): string {
  const hour = new Date(writtenAt).toISOString().slice(0, 13).replace('T', '-')
  const id = bytesToHex(sha256(new TextEncoder().encode(batch.batch_id))).slice(0, 8)
  const name = `${batch.shard_id}-${batch.first_sequence_number}-${batch.last_sequence_number}-${id}`
  return `arrivals/arrival_hour=${hour}/${name}.parquet`
}
