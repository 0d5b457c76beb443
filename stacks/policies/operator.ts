import type { Place } from '../place.ts'
import { allow, type Policy, policy } from './statement.ts'

export interface OperatorGrant {
  readonly place: Place
  readonly streamArn: string
  readonly bucketArn: string
  readonly rawBucketArn: string
  /** The Firehoses of dead letters and receipts, and the one of the raw archive. */
  readonly ledgerArns: readonly string[]
  readonly rawDeliveryArn: string
  readonly machinesWorkgroup: string
  readonly mappingUuid: string
  readonly sealArn: string
  readonly scheduleArn: string
  readonly queueArns: readonly string[]
}

/**
 * What those need, besides the reader's policy, who look after a lake with the command line: `doctor`, which reads
 * settings; `seal` and `promote`, which call the function; `dead-letters redrive`, which writes rows and their receipt.
 */
export function operatorPolicy(grant: OperatorGrant): Policy {
  const { place, streamArn, bucketArn, rawBucketArn, ledgerArns, rawDeliveryArn, sealArn } = grant
  const { partition, region, accountId } = place
  const arn = (service: string, resource: string) => `arn:${partition}:${service}:${region}:${accountId}:${resource}`
  return policy(
    allow('LookAtStream', ['kinesis:DescribeStreamSummary'], [streamArn]),
    allow(
      'LookAtMapping',
      ['lambda:GetEventSourceMapping'],
      [arn('lambda', `event-source-mapping:${grant.mappingUuid}`)],
    ),
    // CloudWatch knows no resources
    allow('LookAtMetrics', ['cloudwatch:GetMetricStatistics'], ['*']),
    allow('LookAtDeliveries', ['firehose:DescribeDeliveryStream'], [...ledgerArns, rawDeliveryArn]),
    allow('LookAtWorkgroup', ['athena:GetWorkGroup'], [arn('athena', `workgroup/${grant.machinesWorkgroup}`)]),
    allow('LookAtSchedule', ['scheduler:GetSchedule'], [grant.scheduleArn]),
    allow('LookAtQueues', ['sqs:GetQueueAttributes'], grant.queueArns),
    allow(
      'LookAtBuckets',
      ['s3:GetBucketVersioning', 's3:GetBucketPublicAccessBlock', 's3:GetEncryptionConfiguration'],
      [bucketArn, rawBucketArn],
    ),
    allow('ReadLease', ['s3:GetObject'], [`${bucketArn}/catalog-lease.json`]),
    allow('Seal', ['lambda:InvokeFunction'], [sealArn]),
    allow('WriteRows', ['s3:PutObject'], [`${bucketArn}/arrivals/*`, `${bucketArn}/late/*`]),
    // a Firehose takes no record over 1,000 KB
    allow('WriteLarge', ['s3:PutObject'], [`${bucketArn}/dead-letters/*`, `${bucketArn}/receipts/*`]),
    allow('Deliver', ['firehose:PutRecordBatch'], ledgerArns),
  )
}
