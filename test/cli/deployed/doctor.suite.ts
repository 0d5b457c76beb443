import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { DeleteTableCommand, GetTableCommand, GlueClient, type Table, UpdateTableCommand } from '@aws-sdk/client-glue'
import { StartStreamEncryptionCommand, StopStreamEncryptionCommand } from '@aws-sdk/client-kinesis'
import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import {
  DeleteBucketEncryptionCommand,
  DeletePublicAccessBlockCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3'
import { GetScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler'
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aws } from '../../../packages/cli/src/deployed/aws.ts'
import { bucketsCheck } from '../../../packages/cli/src/deployed/checks/buckets.ts'
import { deliveriesCheck } from '../../../packages/cli/src/deployed/checks/deliveries.ts'
import { lastReceiptFindings, lastSealFindings } from '../../../packages/cli/src/deployed/checks/freshness.ts'
import { batchesCheck, queuesCheck } from '../../../packages/cli/src/deployed/checks/given-up.ts'
import { iteratorAgeCheck } from '../../../packages/cli/src/deployed/checks/iterator-age.ts'
import { mappingCheck } from '../../../packages/cli/src/deployed/checks/mapping.ts'
import { scheduleCheck } from '../../../packages/cli/src/deployed/checks/schedule.ts'
import type { CheckedStage, StageCheck } from '../../../packages/cli/src/deployed/checks/stage-check.ts'
import { streamCheck } from '../../../packages/cli/src/deployed/checks/stream.ts'
import { tablesCheck, viewsCheck } from '../../../packages/cli/src/deployed/checks/tables.ts'
import { workgroupsCheck } from '../../../packages/cli/src/deployed/checks/workgroups.ts'
import { deployedEngine } from '../../../packages/cli/src/deployed/engine.ts'
import type { StageNames } from '../../../packages/lake/src/deployment/index.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { testSettings } from '../../lake/aws/moto.ts'
import { keptFolder } from '../lake-folder.ts'
import { clientsOf, WORKGROUP } from './made-stage.ts'
import { auditLakeNow, type RunningStage } from './running-stage.ts'

const DEPLOY = 'npx sst refresh --stage production && npx sst deploy --stage production'
const SEAL = 'audit-lake seal --lake production'

/** Each finding is made by what it is about; then it is mended, since the next test wants a stage that is well. */
export function doctorSuite(stage: () => RunningStage, endpoint: () => string): void {
  describe('doctor', () => {
    const place = { app: 'temporal-audit-lake', stage: 'production' }
    const { lake: emptyFolder } = keptFolder()
    let clients: ReturnType<typeof clientsOf>
    let glue: GlueClient
    let cloudwatch: CloudWatchClient
    beforeAll(() => {
      const settings = { region: testSettings.region, credentials: testSettings.credentials, endpoint: endpoint() }
      clients = clientsOf(endpoint())
      glue = new GlueClient(settings)
      cloudwatch = new CloudWatchClient(settings)
    })
    afterAll(() => {
      for (const client of [...Object.values(clients), glue, cloudwatch]) client.destroy()
    })

    function checked(change: Partial<StageNames> = {}, now = Date.now()): CheckedStage {
      const names = { ...stage().names, ...change }
      return { ...place, region: 'us-east-1', names, aws: aws({ stage: 'production' }, place), lake: 'production', now }
    }

    const found = async (check: StageCheck, change?: Partial<StageNames>) =>
      (await check.run(checked(change))).map(({ kind, repair }) => [kind, repair])

    it('finds nothing in a stage that is well', async () => {
      const { stdout, stderr, exitCode } = await auditLakeNow('doctor', '--lake', 'production', '--format', 'json')
      expect(JSON.parse(stdout)).toEqual([])
      expect(exitCode).toBe(0)
      expect(stderr).toMatch(/stream: good\n[\s\S]*dead letters: good\nall 18 checks passed\n$/)
    })

    it('says a line for each finding, and ends with 3', async () => {
      const { sqs } = clients
      const [QueueUrl] = stage().names.givenUp
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }))
      const { stdout, exitCode } = await auditLakeNow('doctor', '--lake', 'production', '--format', 'json')
      expect(JSON.parse(stdout)).toMatchObject([{ kind: 'calls_given_up', subject: QueueUrl }])
      expect(exitCode).toBe(3)
      expect(await found(queuesCheck)).toEqual([['calls_given_up', expect.stringContaining('aws sqs purge-queue')]])
      await sqs.send(new PurgeQueueCommand({ QueueUrl }))
      expect(await found(queuesCheck)).toEqual([])
    })

    it.each<[string, StageCheck, Partial<StageNames>]>([
      ['stream_missing', streamCheck, { stream: 'none' }],
      ['mapping_missing', mappingCheck, { eventSourceMapping: '11112222-3333-4444-5555-666677778888' }],
      ['delivery_missing', deliveriesCheck, { raw: 'none' }],
      ['bucket_missing', bucketsCheck, { rawBucket: 'none-of-ours' }],
      ['table_missing', tablesCheck, { database: 'none' }],
      ['workgroup_missing', workgroupsCheck, { machinesWorkgroup: 'none' }],
      ['schedule_missing', scheduleCheck, { sealSchedule: 'none' }],
      ['queue_missing', queuesCheck, { givenUp: [] as string[] }],
    ])('finds %s', async (kind, check, change) => {
      const names = kind === 'queue_missing' ? { givenUp: [`${stage().names.givenUp[0]}-none`] } : change
      for (const one of await found(check, names)) expect(one).toEqual([kind, DEPLOY])
      expect((await found(check, names)).length).toBeGreaterThan(0)
      expect(await found(check)).toEqual([])
    })

    it('finds a stream that takes no records, or does not encrypt them', async () => {
      const { stream: StreamName } = stage().names
      const describes = ({ target }: { target: string }) => target.endsWith('DescribeStreamSummary')
      const answer = (body: string) => body.replace('ACTIVE', 'DELETING')
      stage().door.break(describes, { kind: 'rewrite', request: body => body, answer })
      expect(await found(streamCheck)).toEqual([['stream_not_active', DEPLOY]])
      const key = { StreamName, EncryptionType: 'KMS', KeyId: 'alias/lake' } as const
      await clients.kinesis.send(new StopStreamEncryptionCommand(key))
      expect(await found(streamCheck)).toEqual([['stream_not_encrypted', DEPLOY]])
      await clients.kinesis.send(new StartStreamEncryptionCommand(key))
    })

    it('finds that the stream is not read, or that reading fails', async () => {
      const { eventSourceMapping: UUID } = stage().names
      await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }))
      const repair = `aws lambda update-event-source-mapping --uuid ${UUID} --enabled`
      expect(await found(mappingCheck)).toEqual([['mapping_not_enabled', repair]])
      await clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }))
      const looks = ({ path }: { path: string }) => path.includes('/event-source-mappings/')
      const answer = (body: string) =>
        JSON.stringify({ ...JSON.parse(body), LastProcessingResult: 'PROBLEM: Function call failed' })
      stage().door.break(looks, { kind: 'rewrite', request: body => body, answer })
      const log = 'aws logs tail /aws/lambda/temporal-audit-lake-production-ingest --since 1h'
      expect(await found(mappingCheck)).toEqual([['mapping_failing', log]])
    })

    it('finds that records wait for long before they are read', async () => {
      const Dimensions = [{ Name: 'FunctionName', Value: stage().names.ingestFunction }]
      const Timestamp = new Date(Date.now() - 60_000)
      const data = { MetricName: 'IteratorAge', Dimensions, Unit: 'Milliseconds', Timestamp } as const
      const put = (minutes: number) =>
        cloudwatch.send(
          new PutMetricDataCommand({ Namespace: 'AWS/Lambda', MetricData: [{ ...data, Value: minutes * 60_000 }] }),
        )
      await put(29)
      expect(await found(iteratorAgeCheck)).toEqual([])
      await put(45)
      expect(await iteratorAgeCheck.run(checked())).toMatchObject([
        { kind: 'stream_behind', message: 'records wait in it for 45 minutes before they are read' },
      ])
    })

    it('finds a Firehose that does not deliver', async () => {
      const describes = ({ target }: { target: string }) => target.endsWith('DescribeDeliveryStream')
      const answer = (body: string) => body.replace('"ACTIVE"', '"CREATING_FAILED"')
      stage().door.break(describes, { kind: 'rewrite', request: body => body, answer })
      expect(await found(deliveriesCheck)).toEqual([['delivery_not_active', DEPLOY]])
    })

    async function changed(name: string, change: (table: Table) => Partial<Table>, check: () => Promise<void>) {
      const DatabaseName = stage().names.database
      const { Table: table } = await glue.send(new GetTableCommand({ DatabaseName, Name: name }))
      const { PartitionKeys, TableType, Parameters, StorageDescriptor } = table!
      const input = { Name: name, PartitionKeys, TableType, Parameters, StorageDescriptor }
      await glue.send(new UpdateTableCommand({ DatabaseName, TableInput: { ...input, ...change(table!) } }))
      await check()
      await glue.send(new UpdateTableCommand({ DatabaseName, TableInput: input }))
    }

    it.each<[string, string, (table: Table) => Partial<Table>, string]>([
      [
        'columns_missing',
        'sealed',
        ({ StorageDescriptor: stored }) => ({
          StorageDescriptor: { ...stored, Columns: stored!.Columns!.filter(({ Name }) => Name !== 'verb') },
        }),
        SEAL,
      ],
      [
        'column_types_differ',
        'arrivals',
        ({ StorageDescriptor: stored }) => ({
          StorageDescriptor: {
            ...stored,
            Columns: stored!.Columns!.map(column =>
              column.Name === 'version' ? { ...column, Type: 'bigint' } : column,
            ),
          },
        }),
        'drop the table',
      ],
      [
        'table_elsewhere',
        'delivered_receipts',
        ({ StorageDescriptor: stored }) => ({ StorageDescriptor: { ...stored, Location: 's3://another/receipts/' } }),
        DEPLOY,
      ],
      [
        'projection_disabled',
        'arrivals',
        ({ Parameters }) => ({ Parameters: { ...Parameters, 'projection.enabled': 'false' } }),
        DEPLOY,
      ],
    ])('finds %s in the table %s', async (kind, table, change, repair) => {
      await changed(table, change, async () => {
        const [finding, ...more] = await tablesCheck.run(checked())
        expect(more).toEqual([])
        expect(finding).toMatchObject({ kind, subject: table, repair: expect.stringContaining(repair) })
      })
      expect(await found(tablesCheck)).toEqual([])
    })

    it('finds no fault in columns that were added since', async () => {
      const more = ({ StorageDescriptor: stored }: Table) => ({
        StorageDescriptor: { ...stored, Columns: [...stored!.Columns!, { Name: 'details_new', Type: 'string' }] },
      })
      await changed('sealed', more, async () => expect(await found(tablesCheck)).toEqual([]))
    })

    it('finds a view that is not there, and its repair makes it', async () => {
      await glue.send(new DeleteTableCommand({ DatabaseName: stage().names.database, Name: 'dead_letters' }))
      expect(await found(viewsCheck)).toEqual([['view_missing', SEAL]])
      expect((await auditLakeNow(...SEAL.split(' ').slice(1))).exitCode).toBe(0)
      expect(await found(viewsCheck)).toEqual([])
    })

    it.each<[string, object]>([
      ['workgroup_disabled', { State: 'DISABLED' }],
      ['workgroup_not_enforced', { Configuration: { ...WORKGROUP, EnforceWorkGroupConfiguration: false } }],
      ['workgroup_without_limit', { Configuration: { ...WORKGROUP, BytesScannedCutoffPerQuery: undefined } }],
      [
        'workgroup_engine_differs',
        { Configuration: { ...WORKGROUP, EngineVersion: { EffectiveEngineVersion: 'Athena engine version 2' } } },
      ],
      ['workgroup_not_encrypted', { Configuration: { ...WORKGROUP, ResultConfiguration: {} } }],
    ])('finds %s', async (kind, change) => {
      const answer = (body: string) => {
        const { WorkGroup } = JSON.parse(body) as { WorkGroup: object }
        return JSON.stringify({ WorkGroup: { ...WorkGroup, ...change } })
      }
      const looks = ({ target }: { target: string }) => target.endsWith('GetWorkGroup')
      stage().door.break(looks, { kind: 'rewrite', request: body => body, answer })
      expect((await workgroupsCheck.run(checked())).map(finding => finding.kind)).toEqual([kind])
      expect(await found(workgroupsCheck)).toEqual([])
    })

    it('finds a schedule that is disabled', async () => {
      const Name = stage().names.sealSchedule
      const { ScheduleExpression, FlexibleTimeWindow, Target } = await clients.scheduler.send(
        new GetScheduleCommand({ Name }),
      )
      const schedule = { Name, ScheduleExpression, FlexibleTimeWindow, Target }
      await clients.scheduler.send(new UpdateScheduleCommand({ ...schedule, State: 'DISABLED' }))
      expect(await found(scheduleCheck)).toEqual([['schedule_disabled', DEPLOY]])
      await clients.scheduler.send(new UpdateScheduleCommand({ ...schedule, State: 'ENABLED' }))
    })

    it('finds batches that were given up', async () => {
      await stage().objects.put('aws/lambda/a/shardId-000000000000/b', new TextEncoder().encode('{}'))
      expect(await found(batchesCheck)).toEqual([['batches_given_up', expect.stringContaining('docs/deploy.md')]])
      await stage().objects.delete('aws/lambda/a/shardId-000000000000/b')
    })

    it('finds buckets that keep no versions, are open, or do not encrypt', async () => {
      const { rawBucket: Bucket, bucket: Lake } = stage().names
      await clients.s3.send(
        new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
      )
      await clients.s3.send(new DeletePublicAccessBlockCommand({ Bucket: Lake }))
      await clients.s3.send(new DeleteBucketEncryptionCommand({ Bucket }))
      expect((await bucketsCheck.run(checked())).map(({ kind, subject }) => [kind, subject])).toEqual([
        ['bucket_open_to_public', Lake],
        ['bucket_not_versioned', Bucket],
        ['bucket_not_encrypted', Bucket],
      ])
    })

    it('finds that nothing ever came, and that what came has no receipt', async () => {
      const empty = await (await openLocalLake(emptyFolder)).engine()
      expect(await lastReceiptFindings(checked(), empty)).toMatchObject([{ kind: 'nothing_received' }])
      empty.close()

      const later = Date.now() + 5 * 3_600_000
      const engine = deployedEngine(checked().aws, checked())
      expect(await lastReceiptFindings(checked({}, later), engine)).toEqual([])
      const Dimensions = [{ Name: 'StreamName', Value: stage().names.stream }]
      const came = { MetricName: 'IncomingRecords', Dimensions, Value: 3, Timestamp: new Date(later - 2 * 3_600_000) }
      await cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Kinesis', MetricData: [came] }))
      expect(await lastReceiptFindings(checked({}, later), engine)).toMatchObject([{ kind: 'receipts_missing' }])
      engine.close()
    })

    it('finds that nothing was ever sealed, and that sealing has stopped', async () => {
      const { objects } = await openLocalLake(emptyFolder)
      expect(await lastSealFindings(checked(), objects)).toMatchObject([{ kind: 'never_sealed', repair: SEAL }])
      expect(await lastSealFindings(checked(), stage().objects)).toEqual([])
      const later = checked({}, Date.now() + 5 * 3_600_000)
      expect(await lastSealFindings(later, stage().objects)).toMatchObject([{ kind: 'sealing_stopped', repair: SEAL }])
    })
  })
}
