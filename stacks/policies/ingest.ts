import { ownLogs } from './logs.ts'
import { allow, type Policy, policy } from './statement.ts'

export interface IngestGrant {
  readonly streamArn: string
  readonly keyArn: string
  readonly bucketArn: string
  readonly deliveryArns: readonly string[]
  readonly sealArn: string
  readonly logGroupArn: string
}

/** What taking batches into the lake takes: from the stream to files, dead letters and receipts. It reads no file. */
export function ingestPolicy(grant: IngestGrant): Policy {
  const { streamArn, keyArn, bucketArn, deliveryArns, sealArn, logGroupArn } = grant
  return policy(
    allow(
      'ReadStream',
      [
        'kinesis:DescribeStream',
        'kinesis:DescribeStreamSummary',
        'kinesis:GetRecords',
        'kinesis:GetShardIterator',
        'kinesis:ListShards',
      ],
      [streamArn],
    ),
    // Lambda refuses an event source mapping without it, and it knows no resources
    allow('ListStreams', ['kinesis:ListStreams'], ['*']),
    allow('Crypt', ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
    allow('WriteRows', ['s3:PutObject'], [`${bucketArn}/arrivals/*`, `${bucketArn}/late/*`]),
    // a Firehose takes no record over 1,000 KB
    allow('WriteLarge', ['s3:PutObject'], [`${bucketArn}/dead-letters/*`, `${bucketArn}/receipts/*`]),
    // where Lambda puts a batch that was given up; it lists the bucket before it accepts it for that
    allow('WriteGivenUp', ['s3:PutObject'], [`${bucketArn}/aws/lambda/*`]),
    allow('ListBucket', ['s3:ListBucket'], [bucketArn]),
    allow('Deliver', ['firehose:PutRecordBatch'], deliveryArns),
    allow('AskForSeal', ['lambda:InvokeFunction'], [sealArn]),
    ownLogs(logGroupArn),
  )
}
