import { describe, expect, it } from 'vitest'
import { operatorPolicy } from '../../../stacks/policies/operator.ts'
import { readerPolicy } from '../../../stacks/policies/reader.ts'
import type { Policy } from '../../../stacks/policies/statement.ts'
import { deniedCalls } from '../../functions/aws-calls.ts'
import { kinesisEvent } from '../../functions/kinesis-event.ts'
import { testSettings } from '../../lake/aws/moto.ts'
import { keptFolder } from '../lake-folder.ts'
import { ACCOUNT } from './made-stage.ts'
import { auditLakeNow, type RunningStage } from './running-stage.ts'

const { region } = testSettings
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`
const place = { partition: 'aws', region, accountId: ACCOUNT, app: 'temporal-audit-lake', stage: 'production' }

export function policiesSuite(stage: () => RunningStage): void {
  describe('the policies for people', () => {
    const { folder, file } = keptFolder()
    const reader = () => {
      const { names } = stage()
      const { workgroup, database } = names
      const bucketArn = `arn:aws:s3:::${names.bucket}`
      return readerPolicy({
        ...{ place, workgroup, database, bucketArn },
        results: 'athena-results/people/',
        keyArn: arn('kms', 'key/a'),
      })
    }
    const operator = () => {
      const { names } = stage()
      return operatorPolicy({
        place,
        streamArn: arn('kinesis', `stream/${names.stream}`),
        bucketArn: `arn:aws:s3:::${names.bucket}`,
        rawBucketArn: `arn:aws:s3:::${names.rawBucket}`,
        ledgerArns: [names.deadLetters, names.receipts].map(name => arn('firehose', `deliverystream/${name}`)),
        rawDeliveryArn: arn('firehose', `deliverystream/${names.raw}`),
        machinesWorkgroup: names.machinesWorkgroup,
        mappingUuid: names.eventSourceMapping,
        sealArn: arn('lambda', `function:${names.sealFunction}`),
        scheduleArn: arn('scheduler', `schedule/default/${names.sealSchedule}`),
        queueArns: names.givenUp.map(url => arn('sqs', url.slice(url.lastIndexOf('/') + 1))),
      })
    }

    /** What a command line asked of AWS, and policies do not allow. */
    async function denied(policies: readonly Policy[], ...argv: readonly string[]): Promise<string[]> {
      const { door, names } = stage()
      door.seen.splice(0)
      const { stderr } = await auditLakeNow(...argv, '--lake', 'production')
      expect(stderr).not.toContain('error:')
      expect(door.seen.length).toBeGreaterThan(0)
      return deniedCalls(policies, door.seen, { region, accountId: ACCOUNT, workgroup: names.workgroup })
    }

    it.each([
      [['query', 'who-did-what']],
      [['report', 'activity-summary', '--out', folder]],
      [['dead-letters', 'list', '--all']],
      [['drift']],
      [['promote', '--list']],
      [['connect']],
    ])('allow a reader %j', async argv => {
      expect(await denied([reader()], ...argv)).toEqual([])
    })

    it.each([
      [['doctor']],
      [['seal']],
      [['promote', '/spec/tier', '--dry-run']],
      [['promote', '/spec/tier']],
      [['promote', '--after', '30']],
    ])('allow an operator, who is a reader too, %j', async argv => {
      expect(await denied([reader(), operator()], ...argv)).toEqual([])
      expect(await denied([reader()], ...argv)).not.toEqual([])
    })

    it('allow an operator to redrive', async () => {
      const { ingest, functionEnvironment } = stage()
      await ingest.invoke(kinesisEvent(['{"operation":"Login"'], 20), functionEnvironment)
      const { stdout } = await auditLakeNow('dead-letters', 'list', '--format', 'json', '--lake', 'production')
      const [{ dead_letter_id }] = JSON.parse(stdout) as [{ dead_letter_id: string }]
      const path = file('piece.json', `{"operation":"Login","emit_time":"${new Date().toISOString()}"}`)
      const redrive = ['dead-letters', 'redrive', dead_letter_id, '--file', path]
      expect(await denied([reader()], ...redrive)).toEqual([
        expect.stringMatching(/^s3:PutObject .*\/arrivals\//),
        expect.stringMatching(/^firehose:PutRecordBatch .*receipts$/),
      ])
      expect(await denied([reader(), operator()], ...redrive)).toEqual([])
    })
  })
}
