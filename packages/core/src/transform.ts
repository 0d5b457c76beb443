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
import { columnAt } from './table.ts'

/** What the transform is told from outside: it knows no clock and no configuration. */
export interface TransformOptions {
  /** When the batch is written, in milliseconds since the epoch: names the partition of `arrivals`. */
  readonly writtenAt: number
  /** The first open day, `YYYY-MM-DD`: rows of earlier days are late and get a file of their own; default: none is. */
  readonly openFrom?: string
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
  /** Where in the lake, such as `arrivals/arrival_hour=2026-11-22-10/....parquet` or `late/....parquet`. */
  readonly key: string
  readonly body: Uint8Array
  readonly rows: number
}

/** Made once: it remembers addresses from batch to batch. */
const clientIpBehindPrivateRanges = clientIpBehind(PRIVATE_RANGES)

/** What a batch becomes. */
export interface TransformResult {
  /** A file of the timely rows and one of the late rows; none where there are no such rows. */
  readonly dataFiles: readonly DataFile[]
  readonly deadLetters: readonly DeadLetter[]
  readonly receipt: Receipt
}

/**
 * Kinesis records in; Parquet files (timely rows, and late ones if any), dead letters and a receipt out.
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
  const late = lateRows(rows, stored, options.openFrom)
  const batch = describeBatch(records, options.batchId)
  return {
    dataFiles: [
      ...dataFile(arrivalKey(batch, options.writtenAt), rows, stored.slice(late)),
      ...dataFile(lateKey(batch, options.writtenAt), rows, stored.slice(0, late)),
    ],
    deadLetters,
    receipt: {
      ...batch,
      written_at: options.writtenAt,
      received,
      stored: stored.length,
      late,
      repeats: rows.length - stored.length,
      dead_letters: deadLetters.length,
      empty,
    },
  }
}

/** What a receipt says of its batch before it says what became of it. */
export type BatchDescription = Omit<
  Receipt,
  'written_at' | 'received' | 'stored' | 'late' | 'repeats' | 'dead_letters' | 'empty'
>

/** How many of the rows happened before the first open day: they stand first, since rows are in the order of time. */
function lateRows(rows: Rows, ordered: readonly number[], openFrom: string | undefined): number {
  if (openFrom === undefined) return 0
  const opens = Date.parse(`${openFrom}T00:00:00Z`)
  const timely = ordered.findIndex(row => (rows.get(columnAt.emit_time, row) as number) >= opens)
  return timely === -1 ? ordered.length : timely
}

function dataFile(key: string, rows: Rows, order: readonly number[]): DataFile[] {
  return order.length === 0 ? [] : [{ key, body: encodeParquet(rows, order), rows: order.length }]
}

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
 * Where the file of a batch's timely rows stands: by the hour it is written in, named after the batch, so that a batch
 * that is delivered again within the hour replaces its own file, and no other.
 */
export function arrivalKey(batch: BatchDescription, writtenAt: number): string {
  const hour = new Date(writtenAt).toISOString().slice(0, 13).replace('T', '-')
  return `arrivals/arrival_hour=${hour}/${batchName(batch)}.parquet`
}

/**
 * Where the file of a batch's late rows stands: in the inbox of the sealer, named after the batch and the moment.
 *
 * The sealer deletes what it has sealed, whenever that is. So a batch that is delivered again must not write the same
 * name: what it writes could be deleted unread.
 */
export function lateKey(batch: BatchDescription, writtenAt: number): string {
  const moment = new Date(writtenAt).toISOString().replace(/[-:.]/g, '')
  return `late/${batchName(batch)}-${moment}.parquet`
}

function batchName(batch: BatchDescription): string {
  const id = bytesToHex(sha256(new TextEncoder().encode(batch.batch_id))).slice(0, 8)
  return `${batch.shard_id}-${batch.first_sequence_number}-${batch.last_sequence_number}-${id}`
}
