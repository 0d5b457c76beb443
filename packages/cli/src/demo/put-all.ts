import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis'
import type { Put } from './delivery.ts'

/** Records that go into one request: those of an hour, 500 at the most. */
const HOUR_MS = 3_600_000
const MAX_RECORDS = 500

/**
 * Puts records into a stream, in order, hour by hour.
 *
 * @param setClock told the time of each request before it is made
 */
export async function putAll(
  client: KinesisClient,
  streamName: string,
  puts: readonly Put[],
  setClock: (time: number) => void,
): Promise<void> {
  for (let at = 0; at < puts.length; ) {
    const hour = puts[at]!.time + HOUR_MS
    let end = at
    while (end < puts.length && end - at < MAX_RECORDS && puts[end]!.time < hour) end++
    setClock(puts[end - 1]!.time)
    const records = puts.slice(at, end).map(({ data }, i) => ({ Data: data, PartitionKey: String(at + i) }))
    const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamName: streamName, Records: records }))
    if (FailedRecordCount) throw new Error(`${FailedRecordCount} of ${records.length} records were not taken`)
    at = end
  }
}
