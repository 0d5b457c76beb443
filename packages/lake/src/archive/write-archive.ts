import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { deaggregate, type SourceRecord } from '@temporal-audit-lake/core'
import type { ObjectStore } from '../object-store.ts'
import { archiveKey } from './archive-key.ts'

/**
 * Writes Kinesis records into the verbatim archive as a Firehose does that reads the stream itself: their data as it
 * came, one behind the other with nothing between, gzipped. What the Kinesis Producer Library has aggregated, a Firehose
 * takes apart.
 *
 * The object is named after the records in it, so a batch that is delivered again replaces its own object.
 *
 * @param records a batch of one shard, at least one
 */
export async function writeArchive(records: readonly SourceRecord[], objects: ObjectStore): Promise<void> {
  const payloads = records.flatMap(({ data }) => deaggregate(data) ?? [data])
  const body = Buffer.concat(payloads)
  if (body.length === 0) return
  const [first] = records
  const { source, shardId, sequenceNumber } = first!
  const oldest = records.reduce((time, { arrivalTime }) => Math.min(time, arrivalTime), first!.arrivalTime)
  const batch = [source, shardId, sequenceNumber, records.at(-1)!.sequenceNumber].join('/')
  const id = createHash('sha256').update(batch).digest('hex').slice(0, 32)
  await objects.put(archiveKey(source.slice(source.indexOf(':') + 1), oldest, id), await compressed(body))
}

const compressed = promisify(gzip)
