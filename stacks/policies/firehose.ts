import { allow, type Policy, policy, type Statement } from './statement.ts'

export interface DeliveryGrant {
  readonly bucketArn: string
  /** Where it may write, such as `receipts/`. */
  readonly prefixes: readonly string[]
  readonly keyArn: string
  readonly logGroupArn: string
}

/** What a Firehose needs to put files into a bucket, as its manual lists it. */
export function deliverToBucket({ bucketArn, prefixes, keyArn, logGroupArn }: DeliveryGrant): Statement[] {
  return [
    allow('FindBucket', ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], [bucketArn]),
    allow(
      'WriteFiles',
      ['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'],
      prefixes.map(prefix => `${bucketArn}/${prefix}*`),
    ),
    allow('Crypt', ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
    allow('Log', ['logs:PutLogEvents'], [`${logGroupArn}:log-stream:*`]),
  ]
}

/** What the raw archive needs: the stream, and its bucket. `kms:Decrypt` is for both. */
export function rawArchivePolicy(streamArn: string, grant: DeliveryGrant): Policy {
  return policy(
    allow(
      'ReadStream',
      ['kinesis:DescribeStream', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'],
      [streamArn],
    ),
    ...deliverToBucket(grant),
  )
}
