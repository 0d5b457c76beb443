import { bucket } from './bucket.ts'
import type { Configuration } from './configuration.ts'
import { delivery } from './delivery.ts'
import { rawArchivePolicy } from './policies/firehose.ts'
import type { Stream } from './stream.ts'

/** Every record as it came. */
export interface Raw {
  readonly bucket: sst.aws.Bucket
  readonly delivery: aws.kinesis.FirehoseDeliveryStream
}

/** The raw archive: a Firehose straight from the stream, with no code of ours between, into a bucket that can be locked. */
export function raw(
  { raw: { objectLock } }: Configuration,
  { key, stream }: { key: aws.kms.Key; stream: Stream },
): Raw {
  const archive = bucket('Raw', key, objectLock !== null)
  if (objectLock) {
    new aws.s3.BucketObjectLockConfiguration('RawLock', {
      bucket: archive.name,
      rule: { defaultRetention: { mode: objectLock.mode.toUpperCase(), years: objectLock.years } },
    })
  }
  const policy = (logGroupArn: string) =>
    $resolve({ streamArn: stream.arn, bucketArn: archive.arn, keyArn: key.arn }).apply(({ streamArn, ...arns }) =>
      rawArchivePolicy(streamArn, { ...arns, logGroupArn, prefixes: ['raw/', 'firehose-errors/raw/'] }),
    )
  return {
    bucket: archive,
    delivery: delivery({
      id: 'RawDelivery',
      name: 'raw',
      bucket: archive,
      fileExtension: '.gz',
      streamArn: stream.arn,
      policy,
    }),
  }
}
