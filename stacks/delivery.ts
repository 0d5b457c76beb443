import { nameOf } from './deployment.ts'
import { type Policy, serviceTrust } from './policies/statement.ts'

/** What differs from delivery to delivery. */
export interface DeliveryDescription {
  /** Its name here, such as `DeadLetters`. */
  readonly id: string
  /** What others know it by, such as `dead-letters`; also where it writes: `dead-letters/<day>/`. */
  readonly name: string
  readonly bucket: sst.aws.Bucket
  /** Such as `.ndjson.gz`. */
  readonly fileExtension: string
  /** The stream it reads by itself; without one, records are put into it. */
  readonly streamArn?: $util.Output<string>
  readonly policy: (logGroupArn: string) => $util.Input<Policy>
}

/** Seconds and megabytes after which a file is written: enough for files worth reading, soon enough to look at. */
const BUFFER = { bufferingInterval: 300, bufferingSize: 64 }

/** A Firehose that writes gzipped files by day, and says in a log group why when it cannot. */
export function delivery(description: DeliveryDescription): aws.kinesis.FirehoseDeliveryStream {
  const { id, name, bucket, streamArn } = description
  const logGroup = new aws.cloudwatch.LogGroup(`${id}Log`, {
    name: `/aws/kinesisfirehose/${nameOf(name)}`,
    retentionInDays: 90,
  })
  const logStream = new aws.cloudwatch.LogStream(`${id}LogStream`, { name: 'delivery', logGroupName: logGroup.name })
  const role = new aws.iam.Role(`${id}Role`, {
    assumeRolePolicy: JSON.stringify(serviceTrust('firehose.amazonaws.com')),
    inlinePolicies: [{ name: 'delivery', policy: $jsonStringify(logGroup.arn.apply(description.policy)) }],
  })
  return new aws.kinesis.FirehoseDeliveryStream(id, {
    name: nameOf(name),
    destination: 'extended_s3',
    ...(streamArn
      ? { kinesisSourceConfiguration: { kinesisStreamArn: streamArn, roleArn: role.arn } }
      : { serverSideEncryption: { enabled: true, keyType: 'AWS_OWNED_CMK' } }),
    extendedS3Configuration: {
      roleArn: role.arn,
      bucketArn: bucket.arn,
      ...BUFFER,
      compressionFormat: 'GZIP',
      fileExtension: description.fileExtension,
      prefix: `${name}/!{timestamp:yyyy-MM-dd}/`,
      errorOutputPrefix: `firehose-errors/${name}/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/`,
      cloudwatchLoggingOptions: { enabled: true, logGroupName: logGroup.name, logStreamName: logStream.name },
    },
  })
}
