import type { KinesisClient } from '@aws-sdk/client-kinesis'
import type { KinesisStreamEvent } from 'aws-lambda'
import type { SourceRecord } from '../../packages/core/src/index.ts'
import { type Checkpoint, type Checkpoints, poll } from '../../packages/stream/src/index.ts'

/** Which records of a stream were read, by shard. */
export function checkpointsInMemory(): Checkpoints {
  const known = new Map<string, Checkpoint>()
  return {
    get: async shardId => known.get(shardId) ?? null,
    async set(shardId, checkpoint) {
      known.set(shardId, checkpoint)
    },
  }
}

/** Reads what is new in a stream, and hands it on as Lambda does: one event for each batch. */
export async function deliver(
  client: KinesisClient,
  streamName: string,
  checkpoints: Checkpoints,
  invoke: (event: KinesisStreamEvent) => Promise<void>,
): Promise<void> {
  await poll({
    client,
    streamName,
    checkpoints,
    follow: false,
    async handler(records) {
      await invoke(eventOf(streamName, records))
      return undefined
    },
  })
}

/** Records as Lambda wraps them: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
export function eventOf(streamName: string, records: readonly SourceRecord[]): KinesisStreamEvent {
  return {
    Records: records.map(({ shardId, sequenceNumber, arrivalTime, data }) => ({
      eventID: `${shardId}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      eventSource: 'aws:kinesis',
      eventSourceARN: `arn:aws:kinesis:us-east-1:123456789012:stream/${streamName}`,
      eventVersion: '1.0',
      awsRegion: 'us-east-1',
      invokeIdentityArn: 'arn:aws:iam::123456789012:role/ingest',
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: '1',
        sequenceNumber,
        data: Buffer.from(data).toString('base64'),
        approximateArrivalTimestamp: arrivalTime / 1000,
      },
    })),
  }
}
