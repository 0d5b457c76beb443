import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KinesisStreamEvent } from 'aws-lambda'

const { Records } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'events/kinesis.json'), 'utf8'),
) as KinesisStreamEvent
const [example] = Records

/** An event of a stream `audit` with this data, in all else like the documented one. @param first counts the records */
export function kinesisEvent(data: readonly string[], first = 0): KinesisStreamEvent {
  return {
    Records: data.map((text, i) => {
      const sequenceNumber = String(BigInt(example!.kinesis.sequenceNumber) + BigInt(first + i))
      return {
        ...example!,
        eventID: `shardId-000000000006:${sequenceNumber}`,
        eventSourceARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/audit',
        kinesis: {
          ...example!.kinesis,
          sequenceNumber,
          data: Buffer.from(text).toString('base64'),
          approximateArrivalTimestamp: Date.now() / 1000,
        },
      }
    }),
  }
}
