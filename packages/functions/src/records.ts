import type { SourceRecord } from '@temporal-audit-lake/core'
import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda'

/**
 * The records of an event as Lambda delivers it: data in base64, times in seconds with a fraction.
 *
 * A row says the same of its record whether Lambda or the poller delivered it.
 *
 * @example
 * sourceRecords(event)[0].source // 'kinesis:temporal-audit-lake-production-stream'
 */
export function sourceRecords(event: KinesisStreamEvent): SourceRecord[] {
  return event.Records.map(sourceRecord)
}

function sourceRecord({ eventID, eventSourceARN, kinesis }: KinesisStreamRecord): SourceRecord {
  return {
    source: `kinesis:${eventSourceARN.slice(eventSourceARN.lastIndexOf('/') + 1)}`,
    shardId: eventID.slice(0, eventID.indexOf(':')),
    sequenceNumber: kinesis.sequenceNumber,
    arrivalTime: Math.round(kinesis.approximateArrivalTimestamp * 1000),
    data: new Uint8Array(Buffer.from(kinesis.data, 'base64')),
  }
}
