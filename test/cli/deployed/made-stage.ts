import { AthenaClient, CreateWorkGroupCommand } from '@aws-sdk/client-athena'
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose'
import { CreateStreamCommand, KinesisClient, StartStreamEncryptionCommand } from '@aws-sdk/client-kinesis'
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { APP, parameterName, partName, type StageNames } from '../../../packages/lake/src/deployment/index.ts'
import { makeAccount } from '../../functions/account.ts'
import { testSettings } from '../../lake/aws/moto.ts'

export const ACCOUNT = '123456789012'
const { region, credentials } = testSettings

/** Clients for a stand-in. @param endpoint where AWS is */
export function clientsOf(endpoint: string) {
  const settings = { region, credentials, endpoint }
  return {
    athena: new AthenaClient(settings),
    firehose: new FirehoseClient(settings),
    kinesis: new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() }),
    lambda: new LambdaClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    scheduler: new SchedulerClient(settings),
    sqs: new SQSClient(settings),
    ssm: new SSMClient(settings),
  }
}

/** A workgroup as the stacks make it. */
export const WORKGROUP = {
  EnforceWorkGroupConfiguration: true,
  BytesScannedCutoffPerQuery: 100 * 1024 ** 3,
  EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
  ResultConfiguration: {
    OutputLocation: 's3://lake-of-stage/athena-results/',
    EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: 'alias/lake' },
  },
} as const

/** Makes what the stacks make, as far as the command line meets it, and writes down its names. */
export async function makeStage(endpoint: string, stage: string): Promise<StageNames> {
  const clients = clientsOf(endpoint)
  const part = (name: string) => partName(APP, stage, name)
  const named = {
    bucket: `${part('lakebucket')}`,
    rawBucket: `${part('rawbucket')}`,
    database: `${APP}_${stage}`.replaceAll('-', '_'),
    workgroup: part('people'),
    machinesWorkgroup: part('machines'),
    stream: part('stream'),
    ingestFunction: part('ingest'),
    sealFunction: part('seal'),
    sealSchedule: part('sealschedule'),
    deadLetters: part('dead-letters'),
    receipts: part('receipts'),
    raw: part('raw'),
  }
  await makeAccount(endpoint, named)
  await clients.s3.send(new CreateBucketCommand({ Bucket: named.rawBucket }))
  for (const Bucket of [named.bucket, named.rawBucket]) await secureBucket(clients.s3, Bucket)
  for (const Name of [named.workgroup, named.machinesWorkgroup]) {
    await clients.athena.send(new CreateWorkGroupCommand({ Name, Configuration: WORKGROUP }))
  }
  await makeRawDelivery(clients.firehose, named.raw, named.rawBucket)
  const names = {
    version: 1 as const,
    ...named,
    eventSourceMapping: await makeReading(endpoint, clients, named),
    givenUp: [await makeQueue(clients.sqs, 'seal-given-up'), await makeQueue(clients.sqs, 'report-given-up')],
  }
  await makeSchedule(clients.scheduler, named)
  const Value = JSON.stringify(names)
  await clients.ssm.send(new PutParameterCommand({ Name: parameterName(APP, stage), Value, Type: 'String' }))
  for (const client of Object.values(clients)) client.destroy()
  return names
}

async function secureBucket(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  }
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }))
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' as const } }]
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }))
}

async function makeRawDelivery(firehose: FirehoseClient, DeliveryStreamName: string, bucket: string): Promise<void> {
  const ExtendedS3DestinationConfiguration = { RoleARN: ROLE, BucketARN: `arn:aws:s3:::${bucket}` }
  await firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName, ExtendedS3DestinationConfiguration }))
}

const ROLE = `arn:aws:iam::${ACCOUNT}:role/a`

/** The stream, the function, and what makes Lambda hand one to the other. @returns the UUID of that */
async function makeReading(
  endpoint: string,
  { kinesis, lambda }: Pick<ReturnType<typeof clientsOf>, 'kinesis' | 'lambda'>,
  { stream, ingestFunction }: Pick<StageNames, 'stream' | 'ingestFunction'>,
): Promise<string> {
  await kinesis.send(new CreateStreamCommand({ StreamName: stream, ShardCount: 1 }))
  await kinesis.send(
    new StartStreamEncryptionCommand({ StreamName: stream, EncryptionType: 'KMS', KeyId: 'alias/lake' }),
  )
  await makeRole(endpoint)
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: ingestFunction,
      Role: ROLE,
      Runtime: 'nodejs22.x',
      Handler: 'a.b',
      Code: { ZipFile: new TextEncoder().encode('never run') },
    }),
  )
  const { UUID } = await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: ingestFunction,
      EventSourceArn: `arn:aws:kinesis:${region}:${ACCOUNT}:stream/${stream}`,
      StartingPosition: 'TRIM_HORIZON',
    }),
  )
  return UUID!
}

/** moto makes no function whose role is not there; it is the only thing that is wanted of IAM. */
async function makeRole(endpoint: string): Promise<void> {
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=test/20261122/${region}/iam/aws4_request, SignedHeaders=host, Signature=a`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const form = { Action: 'CreateRole', Version: '2010-05-08', RoleName: 'a', AssumeRolePolicyDocument: '{}' }
  const made = await fetch(endpoint, { method: 'POST', headers, body: new URLSearchParams(form) })
  if (!made.ok) throw new Error(`no role: ${await made.text()}`)
}

async function makeQueue(sqs: SQSClient, QueueName: string): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl!
}

/** The schedule of sealing. */
async function makeSchedule(
  scheduler: SchedulerClient,
  { sealSchedule, sealFunction }: Pick<StageNames, 'sealSchedule' | 'sealFunction'>,
): Promise<void> {
  await scheduler.send(
    new CreateScheduleCommand({
      Name: sealSchedule,
      ScheduleExpression: 'cron(15 * * * ? *)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: `arn:aws:lambda:${region}:${ACCOUNT}:function:${sealFunction}`, RoleArn: ROLE },
    }),
  )
}
