import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose'
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import type { GlueColumn } from '../../packages/lake/src/glue/index.ts'
import { type GlueTable, glueTables } from '../../stacks/glue/tables.ts'
import { testSettings } from '../lake/aws/moto-server.ts'

/** What things are called that the functions meet. */
export interface AccountNames {
  readonly bucket: string
  readonly database: string
  readonly deadLetters: string
  readonly receipts: string
  readonly workgroup: string
  readonly sealFunction: string
}

const REPORT_TOPIC = 'reports'

/** Where the workgroup leaves results. */
export const RESULTS = 'athena-results/machines/'

/** A report of each quarter that is due as soon as the quarter is over. */
const SCHEDULE = [
  {
    ...{ report: 'activity-summary', when: '0 0 1 1,4,7,10 *', timeZone: 'UTC', period: 'quarter' },
    ...{ formats: ['html', 'pdf', 'xlsx', 'csv', 'json'], to: ['auditor@example.com'] },
  },
]

/** Makes what the stacks make, as far as the functions meet it. @param endpoint where AWS is */
export async function makeAccount(endpoint: string, names: AccountNames): Promise<void> {
  const firehose = new FirehoseClient({ ...testSettings, endpoint })
  const sns = new SNSClient({ ...testSettings, endpoint })
  await makeTables(endpoint, names)
  await sns.send(new CreateTopicCommand({ Name: REPORT_TOPIC }))
  await firehose.send(deliveryTo(names, names.deadLetters, 'dead-letters/'))
  await firehose.send(deliveryTo(names, names.receipts, 'receipts/'))
  for (const client of [sns, firehose]) client.destroy()
}

/** Makes the bucket, and the tables over it. @param endpoint where AWS is */
export async function makeTables(
  endpoint: string,
  { bucket, database }: Pick<AccountNames, 'bucket' | 'database'>,
): Promise<void> {
  const s3 = new S3Client({ ...testSettings, endpoint, forcePathStyle: true })
  const glue = new GlueClient({ ...testSettings, endpoint })
  await s3.send(new CreateBucketCommand({ Bucket: bucket }))
  // where Athena's workgroup leaves tables that it writes, a Trino is told by the database
  const LocationUri = `s3://${bucket}/${RESULTS}tables/`
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database, LocationUri } }))
  for (const table of glueTables(path => `s3://${bucket}/${path}`)) {
    await glue.send(new CreateTableCommand({ DatabaseName: database, TableInput: tableInput(table) }))
  }
  for (const client of [s3, glue]) client.destroy()
}

/** What a function is told by the stacks, and where it finds AWS. */
export function environmentOf(names: AccountNames, endpoint: string, athena: string): Record<string, string> {
  const { accessKeyId, secretAccessKey } = testSettings.credentials
  return {
    AWS_REGION: testSettings.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_ATHENA: athena,
    POWERTOOLS_SERVICE_NAME: 'test',
    POWERTOOLS_METRICS_NAMESPACE: 'Test',
    BUCKET: names.bucket,
    DATABASE: names.database,
    WORKGROUP: names.workgroup,
    RESULTS,
    LARGE_DAY_MIB: '512',
    DEAD_LETTERS: names.deadLetters,
    RECEIPTS: names.receipts,
    SEAL_FUNCTION: names.sealFunction,
    REPORT_TOPIC: `arn:aws:sns:${testSettings.region}:123456789012:${REPORT_TOPIC}`,
    SCHEDULE: JSON.stringify(SCHEDULE),
  }
}

function deliveryTo({ bucket }: AccountNames, name: string, prefix: string): CreateDeliveryStreamCommand {
  const RoleARN = 'arn:aws:iam::123456789012:role/delivery'
  const ExtendedS3DestinationConfiguration = { RoleARN, BucketARN: `arn:aws:s3:::${bucket}`, Prefix: prefix }
  return new CreateDeliveryStreamCommand({ DeliveryStreamName: name, ExtendedS3DestinationConfiguration })
}

function tableInput({ name, partitionKeys, parameters, storageDescriptor }: GlueTable<string>) {
  const { location, columns, inputFormat, outputFormat, serDeInfo } = storageDescriptor
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: partitionKeys.map(columnInput),
    Parameters: parameters,
    StorageDescriptor: {
      Columns: columns.map(columnInput),
      Location: location,
      InputFormat: inputFormat,
      OutputFormat: outputFormat,
      SerdeInfo: { SerializationLibrary: serDeInfo.serializationLibrary },
    },
  }
}

function columnInput({ name, type, comment }: GlueColumn) {
  return { Name: name, Type: type, Comment: comment }
}
