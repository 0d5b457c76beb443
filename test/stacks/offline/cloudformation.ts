import type { Inputs, Resource } from './provider.ts'

/** A template of CloudFormation: as much of one as its validator wants. */
export interface Template {
  readonly AWSTemplateFormatVersion: '2010-09-09'
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Inputs }>
}

export interface Transcription {
  readonly template: Template
  /** Types that nobody has said how to transcribe. */
  readonly unknown: readonly string[]
}

type Transcribe = (
  inputs: Inputs,
  all: readonly Resource[],
  name: string,
) => readonly [type: string, properties: Inputs]

/**
 * Says in CloudFormation what was asked of AWS's provider, so that AWS's own schemas can judge it.
 *
 * Both mean the same API; they differ in how they spell its members, and in what they take apart.
 */
export function toCloudFormation(resources: readonly Resource[]): Transcription {
  const Resources: Template['Resources'] = {}
  const unknown = new Set<string>()
  for (const { type, name, inputs } of resources) {
    if (!type.startsWith('aws:') || PART_OF_ANOTHER.some(part => part.test(type))) continue
    const transcribe = TRANSCRIPTIONS[type]
    if (!transcribe) unknown.add(type)
    else {
      const [Type, Properties] = transcribe(inputs, resources, name)
      const id = `${name}${Type.split('::').pop()}`.replace(/[^a-z0-9]/gi, '')
      Resources[id] = { Type, Properties: JSON.parse(JSON.stringify(Properties)) as Inputs }
    }
  }
  return { template: { AWSTemplateFormatVersion: '2010-09-09', Resources }, unknown: [...unknown] }
}

/** What CloudFormation has in the resource it belongs to, or (objects, an invocation) not at all. */
const PART_OF_ANOTHER = [
  /^aws:s3\/bucket(Versioning|PublicAccessBlock|CorsConfiguration|ServerSideEncryption|Lifecycle|ObjectLock|Objectv2)/,
  /^aws:lambda\/invocation:/,
]

/** Members begin with a capital; the names of a map's entries are nobody's to change. */
function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key[0]!.toUpperCase() + key.slice(1), pascal(member)]),
  )
}

const pascalOf = (inputs: Inputs) => pascal(inputs) as Inputs

function renamed(inputs: Inputs, names: Readonly<Record<string, string>>): Inputs {
  return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [names[key] ?? key, value]))
}

const document = (policy: unknown) => (typeof policy === 'string' ? JSON.parse(policy) : policy)

/** The resource that says something more about a bucket. */
function partOf(bucket: Inputs, type: string, all: readonly Resource[]): Inputs | undefined {
  return all.find(resource => resource.type.startsWith(`aws:s3/${type}:`) && resource.inputs.bucket === bucket.bucket)
    ?.inputs
}

function s3Bucket(inputs: Inputs, all: readonly Resource[]): Inputs {
  const encryption = partOf(inputs, 'bucketServerSideEncryptionConfiguration', all)
  const lifecycle = partOf(inputs, 'bucketLifecycleConfiguration', all)
  const lock = partOf(inputs, 'bucketObjectLockConfiguration', all)
  return {
    BucketName: inputs.bucket,
    ObjectLockEnabled: inputs.objectLockEnabled,
    BucketEncryption: encryption && {
      ServerSideEncryptionConfiguration: encryption.rules.map(
        ({ applyServerSideEncryptionByDefault: { sseAlgorithm, kmsMasterKeyId }, bucketKeyEnabled }: Inputs) => ({
          ServerSideEncryptionByDefault: { SSEAlgorithm: sseAlgorithm, KMSMasterKeyID: kmsMasterKeyId },
          BucketKeyEnabled: bucketKeyEnabled,
        }),
      ),
    },
    VersioningConfiguration: pascal(partOf(inputs, 'bucketVersioning', all)?.versioningConfiguration),
    LifecycleConfiguration: lifecycle && { Rules: lifecycle.rules.map(lifecycleRule) },
    ObjectLockConfiguration: lock && { ObjectLockEnabled: 'Enabled', Rule: pascal(lock.rule) },
  }
}

function lifecycleRule({ id, status, filter, expiration, noncurrentVersionExpiration, ...rule }: Inputs): Inputs {
  return {
    Id: id,
    Status: status,
    Prefix: filter.prefix,
    ExpirationInDays: expiration?.days,
    ExpiredObjectDeleteMarker: expiration?.expiredObjectDeleteMarker,
    NoncurrentVersionExpiration: pascal(noncurrentVersionExpiration),
    AbortIncompleteMultipartUpload: pascal(rule.abortIncompleteMultipartUpload),
  }
}

function firehose({ name, kinesisSourceConfiguration: source, extendedS3Configuration: s3, ...rest }: Inputs): Inputs {
  return {
    DeliveryStreamName: name,
    DeliveryStreamType: source ? 'KinesisStreamAsSource' : 'DirectPut',
    KinesisStreamSourceConfiguration: source && { KinesisStreamARN: source.kinesisStreamArn, RoleARN: source.roleArn },
    DeliveryStreamEncryptionConfigurationInput: rest.serverSideEncryption && {
      KeyType: rest.serverSideEncryption.keyType,
    },
    ExtendedS3DestinationConfiguration: {
      BucketARN: s3.bucketArn,
      RoleARN: s3.roleArn,
      Prefix: s3.prefix,
      ErrorOutputPrefix: s3.errorOutputPrefix,
      FileExtension: s3.fileExtension,
      CompressionFormat: s3.compressionFormat,
      BufferingHints: { IntervalInSeconds: s3.bufferingInterval, SizeInMBs: s3.bufferingSize },
      CloudWatchLoggingOptions: pascal(s3.cloudwatchLoggingOptions),
    },
  }
}

function glueTable({ databaseName, catalogId: _, parameters, storageDescriptor, ...rest }: Inputs): Inputs {
  const { serDeInfo, ...storage } = storageDescriptor
  const StorageDescriptor = {
    ...pascalOf(storage),
    SerdeInfo: { SerializationLibrary: serDeInfo.serializationLibrary },
  }
  return {
    CatalogId: '111122223333',
    DatabaseName: databaseName,
    TableInput: { ...pascalOf(rest), Parameters: parameters, StorageDescriptor },
  }
}

const TRANSCRIPTIONS: Readonly<Record<string, Transcribe>> = {
  'aws:athena/namedQuery:NamedQuery': ({ name, description, database, query, workgroup }) => [
    'AWS::Athena::NamedQuery',
    { Name: name, Description: description, Database: database, QueryString: query, WorkGroup: workgroup },
  ],
  'aws:athena/preparedStatement:PreparedStatement': ({ name, description, queryStatement, workgroup }) => [
    'AWS::Athena::PreparedStatement',
    { StatementName: name, Description: description, QueryStatement: queryStatement, WorkGroup: workgroup },
  ],
  'aws:athena/workgroup:Workgroup': ({ name, configuration }) => [
    'AWS::Athena::WorkGroup',
    {
      Name: name,
      WorkGroupConfiguration: renamed(
        {
          ...pascalOf(configuration),
          ResultConfiguration: {
            OutputLocation: configuration.resultConfiguration.outputLocation,
            EncryptionConfiguration: renamed(pascalOf(configuration.resultConfiguration.encryptionConfiguration), {
              KmsKeyArn: 'KmsKey',
            }),
          },
        },
        {
          EnforceWorkgroupConfiguration: 'EnforceWorkGroupConfiguration',
          PublishCloudwatchMetricsEnabled: 'PublishCloudWatchMetricsEnabled',
        },
      ),
    },
  ],
  'aws:budgets/budget:Budget': ({ name, budgetType, timeUnit, limitAmount, limitUnit, costFilters, notifications }) => [
    'AWS::Budgets::Budget',
    {
      Budget: {
        BudgetName: name,
        BudgetType: budgetType,
        TimeUnit: timeUnit,
        BudgetLimit: { Amount: Number(limitAmount), Unit: limitUnit },
        CostFilters: Object.fromEntries(costFilters.map(({ name: filter, values }: Inputs) => [filter, values])),
      },
      NotificationsWithSubscribers: notifications.map(({ subscriberEmailAddresses, ...notification }: Inputs) => ({
        Notification: pascal(notification),
        Subscribers: subscriberEmailAddresses.map((Address: string) => ({ SubscriptionType: 'EMAIL', Address })),
      })),
    },
  ],
  'aws:cloudwatch/logGroup:LogGroup': ({ name, retentionInDays }) => [
    'AWS::Logs::LogGroup',
    { LogGroupName: name, RetentionInDays: retentionInDays },
  ],
  'aws:cloudwatch/logStream:LogStream': ({ name, logGroupName }) => [
    'AWS::Logs::LogStream',
    { LogStreamName: name, LogGroupName: logGroupName },
  ],
  'aws:cloudwatch/metricAlarm:MetricAlarm': ({ dimensions, okActions, ...inputs }) => [
    'AWS::CloudWatch::Alarm',
    {
      ...pascalOf(inputs),
      OKActions: okActions,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
  ],
  'aws:glue/catalogDatabase:CatalogDatabase': ({ name, description }) => [
    'AWS::Glue::Database',
    { CatalogId: '111122223333', DatabaseInput: { Name: name, Description: description } },
  ],
  'aws:glue/catalogTable:CatalogTable': inputs => ['AWS::Glue::Table', glueTable(inputs)],
  'aws:iam/policy:Policy': ({ description, policy }) => [
    'AWS::IAM::ManagedPolicy',
    { Description: description, PolicyDocument: document(policy) },
  ],
  'aws:iam/role:Role': ({ name, description, assumeRolePolicy, inlinePolicies }) => [
    'AWS::IAM::Role',
    {
      RoleName: name,
      Description: description,
      AssumeRolePolicyDocument: document(assumeRolePolicy),
      Policies: inlinePolicies.map(({ name: PolicyName, policy }: Inputs) => ({
        PolicyName,
        PolicyDocument: document(policy),
      })),
    },
  ],
  'aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream': inputs => [
    'AWS::KinesisFirehose::DeliveryStream',
    firehose(inputs),
  ],
  'aws:kinesis/stream:Stream': ({ name, retentionPeriod, shardCount, streamModeDetails, encryptionType, kmsKeyId }) => [
    'AWS::Kinesis::Stream',
    {
      Name: name,
      RetentionPeriodHours: retentionPeriod,
      ShardCount: shardCount,
      StreamModeDetails: pascal(streamModeDetails),
      StreamEncryption: { EncryptionType: encryptionType, KeyId: kmsKeyId },
    },
  ],
  'aws:kms/alias:Alias': ({ name, targetKeyId }) => ['AWS::KMS::Alias', { AliasName: name, TargetKeyId: targetKeyId }],
  'aws:kms/key:Key': ({ description, enableKeyRotation, deletionWindowInDays, policy }) => [
    'AWS::KMS::Key',
    {
      Description: description,
      EnableKeyRotation: enableKeyRotation,
      PendingWindowInDays: deletionWindowInDays,
      KeyPolicy: document(policy),
    },
  ],
  'aws:lambda/eventSourceMapping:EventSourceMapping': ({ destinationConfig, ...inputs }) => [
    'AWS::Lambda::EventSourceMapping',
    {
      ...pascalOf(inputs),
      DestinationConfig: { OnFailure: { Destination: destinationConfig.onFailure.destinationArn } },
    },
  ],
  'aws:lambda/function:Function': ({ name, s3Bucket: S3Bucket, s3Key: S3Key, environment, publish: _, ...inputs }) => [
    'AWS::Lambda::Function',
    {
      ...pascalOf(inputs),
      FunctionName: name,
      Code: { S3Bucket, S3Key },
      Environment: { Variables: environment.variables },
    },
  ],
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': inputs => [
    'AWS::Lambda::EventInvokeConfig',
    { ...pascalOf(inputs), Qualifier: '$LATEST' },
  ],
  'aws:s3/bucket:Bucket': (inputs, all) => ['AWS::S3::Bucket', s3Bucket(inputs, all)],
  'aws:s3/bucketPolicy:BucketPolicy': ({ bucket, policy }) => [
    'AWS::S3::BucketPolicy',
    { Bucket: bucket, PolicyDocument: document(policy) },
  ],
  'aws:scheduler/schedule:Schedule': inputs => ['AWS::Scheduler::Schedule', pascalOf(inputs)],
  'aws:sns/topic:Topic': ({ name }) => ['AWS::SNS::Topic', { TopicName: name }],
  'aws:sns/topicSubscription:TopicSubscription': ({ topic, protocol, endpoint }) => [
    'AWS::SNS::Subscription',
    { TopicArn: topic, Protocol: protocol, Endpoint: endpoint },
  ],
  'aws:sqs/queue:Queue': ({ sqsManagedSseEnabled, messageRetentionSeconds }) => [
    'AWS::SQS::Queue',
    { SqsManagedSseEnabled: sqsManagedSseEnabled, MessageRetentionPeriod: messageRetentionSeconds },
  ],
  'aws:ssm/parameter:Parameter': ({ name, description, type, value }) => [
    'AWS::SSM::Parameter',
    { Name: name, Description: description, Type: type, Value: value },
  ],
}
