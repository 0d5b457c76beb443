import { ACCOUNT } from '../offline/provider.ts'
import type { Call } from './evaluate.ts'

/** The names that calls are made with: those of one deployment. */
export interface Names {
  readonly region: string
  readonly stage: string
  /** Of the lake and of the raw archive. */
  readonly bucketArn: string
  readonly rawArn: string
  readonly keyArn: string
  /** Of what makes Lambda read the stream. */
  readonly mappingUuid: string
  readonly queueArns: { readonly seal: string; readonly report: string }
}

const APP = 'temporal-audit-lake'

/** Everything that the parts of a deployment call, by who calls it. What is not here, nobody needs. */
export function neededCalls(names: Names): Readonly<Record<string, readonly Call[]>> {
  const { region, stage, bucketArn, rawArn, keyArn, mappingUuid, queueArns } = names
  const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`
  const on = (resource: string, ...actions: string[]): Call[] => actions.map(action => ({ action, resource }))
  const at = (key: string, ...actions: string[]) => on(`${bucketArn}/${key}`, ...actions)

  const stream = arn('kinesis', `stream/${APP}-${stage}-stream`)
  const functionArn = (name: string) => arn('lambda', `function:${APP}-${stage}-${name}`)
  const readStream = ['kinesis:DescribeStream', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards']
  const crypt = on(keyArn, 'kms:Decrypt', 'kms:GenerateDataKey')
  const logs = (name: string) =>
    on(
      arn('logs', `log-group:/aws/lambda/${APP}-${stage}-${name}:log-stream:a`),
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    )
  const deliveryLogs = (name: string) =>
    on(arn('logs', `log-group:/aws/kinesisfirehose/${APP}-${stage}-${name}:log-stream:delivery`), 'logs:PutLogEvents')

  const database = `temporal_audit_lake_${stage}`
  const glueOn = (table: string, ...actions: string[]) =>
    ['catalog', `database/${database}`, `table/${database}/${table}`].flatMap(part => on(arn('glue', part), ...actions))
  const sealing = 'sealing_0123456789abcdef'
  const readCatalog = [
    // who reads a table of the database reads them all, those of a seal that is under way included
    ...['sealed', sealing].flatMap(table =>
      glueOn(table, 'glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'),
    ),
    ...['arrivals', 'delivered_receipts', 'delivered_dead_letters', 'audit_logs'].flatMap(table =>
      glueOn(table, 'glue:GetTable'),
    ),
  ]
  const ask = (workgroup: string) => [
    ...on(
      arn('athena', `workgroup/${APP}-${stage}-${workgroup}`),
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'athena:GetQueryResults',
      'athena:StopQueryExecution',
    ),
    ...at(
      `athena-results/${workgroup}/a.csv`,
      's3:GetObject',
      's3:PutObject',
      's3:AbortMultipartUpload',
      's3:ListMultipartUploadParts',
    ),
    ...on(bucketArn, 's3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'),
  ]
  const browse = on(
    arn('athena', 'datacatalog/AwsDataCatalog'),
    'athena:GetDataCatalog',
    'athena:ListDatabases',
    'athena:ListTableMetadata',
    'athena:GetTableMetadata',
  )
  const arrival = 'arrivals/arrival_hour=2026-11-22-10/a.parquet'
  const sealed = 'sealed/event_date=2026-11-21/a/audit-logs.parquet'
  const tables = [arrival, sealed, 'receipts/2026-11-22/a', 'dead-letters/2026-11-22/a']
  const deliver = (bucket: string, name: string) => [
    ...on(bucket, 's3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'),
    ...[`${name}/2026-11-22/a`, `firehose-errors/${name}/a`].flatMap(key =>
      on(`${bucket}/${key}`, 's3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'),
    ),
    ...crypt,
    ...deliveryLogs(name),
  ]

  return {
    IngestExecution: [
      ...on(stream, ...readStream, 'kinesis:DescribeStreamSummary'),
      ...on('*', 'kinesis:ListStreams'),
      ...crypt,
      ...[arrival, 'late/a.parquet', 'dead-letters/2026-11-22/a', 'receipts/2026-11-22/a'].flatMap(key =>
        at(key, 's3:PutObject'),
      ),
      ...at('aws/lambda/a/shardId-000000000000/a', 's3:PutObject'),
      ...on(bucketArn, 's3:ListBucket'),
      ...['dead-letters', 'receipts'].flatMap(name =>
        on(arn('firehose', `deliverystream/${APP}-${stage}-${name}`), 'firehose:PutRecordBatch'),
      ),
      ...on(functionArn('seal'), 'lambda:InvokeFunction'),
      ...logs('ingest'),
    ],
    SealExecution: [
      ...[arrival, 'late/a.parquet', sealed].flatMap(key => at(key, 's3:GetObject', 's3:DeleteObject')),
      ...[sealed, 'merged-files/2026-11-22/a.ndjson'].flatMap(key => at(key, 's3:PutObject')),
      ...at(sealed, 's3:AbortMultipartUpload'),
      ...at('athena-results/machines/tables/a/part=0/a', 's3:GetObject', 's3:PutObject', 's3:DeleteObject'),
      ...glueOn(sealing, 'glue:CreateTable', 'glue:BatchCreatePartition', 'glue:DeleteTable'),
      ...['manifest.json', 'catalog-lease.json'].flatMap(key => at(key, 's3:GetObject', 's3:PutObject')),
      ...crypt,
      ...ask('machines'),
      ...readCatalog,
      ...glueOn('sealed', 'glue:BatchCreatePartition', 'glue:BatchUpdatePartition', 'glue:UpdateTable'),
      ...glueOn('arrivals', 'glue:UpdateTable'),
      ...[
        'audit_logs',
        'audit_log_versions',
        'dead_letters',
        'receipts',
        'events_flat',
        'event_targets',
        'access_changes',
        'known_names',
        'api_key_events',
      ].flatMap(view => glueOn(view, 'glue:CreateTable', 'glue:UpdateTable')),
      ...on(queueArns.seal, 'sqs:SendMessage'),
      ...logs('seal'),
    ],
    ReportExecution: [
      ...ask('machines'),
      ...at('athena-results/machines/tables/a/part=0/a', 's3:GetObject', 's3:PutObject'), // seals use that workgroup too
      ...readCatalog,
      ...tables.flatMap(key => at(key, 's3:GetObject')),
      ...at('manifest.json', 's3:GetObject'),
      ...at('reports/activity-summary/2026-10-01-to-2026-11-01/a.html', 's3:GetObject', 's3:PutObject'),
      ...on(arn('sns', `${APP}-${stage}-reports`), 'sns:Publish'),
      ...crypt,
      ...logs('report'),
    ],
    RawDeliveryRole: [...on(stream, ...readStream), ...deliver(rawArn, 'raw')],
    DeadLettersRole: deliver(bucketArn, 'dead-letters'),
    ReceiptsRole: deliver(bucketArn, 'receipts'),
    SealScheduleRole: [...on(functionArn('seal'), 'lambda:InvokeFunction'), ...on(queueArns.seal, 'sqs:SendMessage')],
    ReportScheduleRole: [
      ...on(functionArn('report'), 'lambda:InvokeFunction'),
      ...on(queueArns.report, 'sqs:SendMessage'),
    ],
    Reader: [
      ...on(arn('ssm', `parameter/${APP}/${stage}`), 'ssm:GetParameter'),
      ...ask('people'),
      ...on(
        arn('athena', `workgroup/${APP}-${stage}-people`),
        'athena:GetWorkGroup',
        'athena:ListNamedQueries',
        'athena:GetNamedQuery',
        'athena:ListPreparedStatements',
        'athena:GetPreparedStatement',
      ),
      ...browse,
      ...readCatalog,
      ...tables.flatMap(key => at(key, 's3:GetObject')),
      ...at('manifest.json', 's3:GetObject'),
      ...crypt,
    ],
    BiReader: [
      ...ask('bi'),
      ...on(
        arn('athena', `workgroup/${APP}-${stage}-bi`),
        'athena:GetWorkGroup',
        'athena:BatchGetQueryExecution',
        'athena:ListQueryExecutions',
        'athena:GetQueryResultsStream',
      ),
      ...on('*', 'athena:ListWorkGroups', 'athena:ListDataCatalogs'),
      ...browse,
      ...['catalog', `database/${database}`, 'database/default'].flatMap(part =>
        on(arn('glue', part), 'glue:GetDatabases'),
      ),
      ...readCatalog,
      ...tables.flatMap(key => at(key, 's3:GetObject')),
      ...crypt,
    ],
    Operator: [
      ...on(stream, 'kinesis:DescribeStreamSummary'),
      ...on(arn('lambda', `event-source-mapping:${mappingUuid}`), 'lambda:GetEventSourceMapping'),
      ...on('*', 'cloudwatch:GetMetricStatistics'),
      ...['dead-letters', 'receipts'].flatMap(name =>
        on(
          arn('firehose', `deliverystream/${APP}-${stage}-${name}`),
          'firehose:DescribeDeliveryStream',
          'firehose:PutRecordBatch',
        ),
      ),
      ...on(arn('firehose', `deliverystream/${APP}-${stage}-raw`), 'firehose:DescribeDeliveryStream'),
      ...on(arn('athena', `workgroup/${APP}-${stage}-machines`), 'athena:GetWorkGroup'),
      ...on(arn('scheduler', `schedule/default/${APP}-${stage}-sealschedule`), 'scheduler:GetSchedule'),
      ...Object.values(queueArns).flatMap(queue => on(queue, 'sqs:GetQueueAttributes')),
      ...[bucketArn, rawArn].flatMap(bucket =>
        on(bucket, 's3:GetBucketVersioning', 's3:GetBucketPublicAccessBlock', 's3:GetEncryptionConfiguration'),
      ),
      ...at('catalog-lease.json', 's3:GetObject'),
      ...on(functionArn('seal'), 'lambda:InvokeFunction'),
      ...[arrival, 'late/a.parquet', 'dead-letters/2026-11-22/a', 'receipts/2026-11-22/a'].flatMap(key =>
        at(key, 's3:PutObject'),
      ),
    ],
  }
}

/** What would do harm, and nobody may: on top of what one part needs and another does not. */
export function forbiddenCalls({ bucketArn, rawArn, keyArn }: Names): readonly Call[] {
  const on = (resource: string, ...actions: string[]): Call[] => actions.map(action => ({ action, resource }))
  return [
    ...on(`${bucketArn}/sealed/a`, 's3:DeleteObjectVersion', 's3:PutObjectAcl', 's3:PutObjectRetention'),
    ...on(`${rawArn}/raw/2026-11-22/a`, 's3:DeleteObject', 's3:DeleteObjectVersion', 's3:BypassGovernanceRetention'),
    ...on(`${bucketArn}/manifest.json`, 's3:DeleteObject'),
    ...on(bucketArn, 's3:DeleteBucket', 's3:PutBucketPolicy', 's3:PutLifecycleConfiguration', 's3:PutBucketVersioning'),
    ...on(keyArn, 'kms:ScheduleKeyDeletion', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:CreateGrant'),
    ...on(`arn:aws:iam::${ACCOUNT}:role/a`, 'iam:PassRole', 'sts:AssumeRole'),
  ]
}
