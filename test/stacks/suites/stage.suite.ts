import { describe, expect, it } from 'vitest'
import { stageNames } from '../../../packages/lake/src/deployment/index.ts'
import type { Synth } from '../offline/synth.ts'
import { ofType, only } from '../stage.ts'

const STACK = /^(pulumi|sst|random):/
/** What SST and Pulumi only know themselves, and what only describes the code. */
const PASSING = [/BucketObjectv2$/]

export function stageSuite(dev: () => Synth, production: () => Synth): void {
  describe('a stage', () => {
    it('keeps everything in production, and protects what holds the data', () => {
      expect(production().app).toMatchObject({ removal: 'retain-all', protect: true })
      const made = production().resources.filter(({ type }) => !STACK.test(type))
      const lost = made.filter(
        ({ type, options }) => !options.retainOnDelete && !PASSING.some(passing => passing.test(type)),
      )
      expect(lost.map(({ name }) => name)).toEqual([])
      const isProtected = made.filter(({ options }) => options.protect).map(({ name }) => name)
      expect(isProtected).toEqual(expect.arrayContaining(['AuditLogsStream', 'DataKey', 'LakeBucket', 'RawBucket']))
    })

    it('vanishes when any other is removed', () => {
      expect(dev().app).toMatchObject({ removal: 'remove', protect: false })
      expect(dev().resources.filter(({ options }) => options.protect || options.retainOnDelete)).toEqual([])
      expect(only(dev(), 'aws:s3/bucket:Bucket', 'LakeBucket')).toMatchObject({ forceDestroy: true })
    })

    it('is made in the region that the configuration says', () => {
      expect(dev().app.providers.aws).toEqual({ version: '7.20.0', region: 'us-east-1' })
      expect(production().app.providers.aws).toEqual({ version: '7.20.0', region: 'eu-central-1' })
    })

    it('names what others refer to, and writes down under one name where everything is', () => {
      const { name, value } = only(dev(), 'aws:ssm/parameter:Parameter')
      expect(name).toBe('/temporal-audit-lake/dev')
      expect(stageNames(value)).toEqual({
        version: 1,
        stream: 'temporal-audit-lake-dev-stream',
        bucket: expect.stringMatching(/^temporal-audit-lake-dev-lakebucket-/),
        rawBucket: expect.stringMatching(/^temporal-audit-lake-dev-rawbucket-/),
        database: 'temporal_audit_lake_dev',
        workgroup: 'temporal-audit-lake-dev-people',
        machinesWorkgroup: 'temporal-audit-lake-dev-machines',
        ingestFunction: 'temporal-audit-lake-dev-ingest',
        eventSourceMapping: expect.stringMatching(/^[0-9a-f-]{36}$/),
        sealFunction: 'temporal-audit-lake-dev-seal',
        sealSchedule: 'temporal-audit-lake-dev-sealschedule',
        givenUp: [expect.stringMatching(/^https:.*SealGivenUp/), expect.stringMatching(/^https:.*ReportGivenUp/)],
        deadLetters: 'temporal-audit-lake-dev-dead-letters',
        receipts: 'temporal-audit-lake-dev-receipts',
        raw: 'temporal-audit-lake-dev-raw',
      })
    })

    it('says what to paste where in Temporal Cloud', () => {
      const streamArn = 'arn:aws:kinesis:us-east-1:111122223333:stream/temporal-audit-lake-dev-stream'
      const { outputs } = dev()
      expect(outputs).toMatchObject({ streamArn, roleName: 'temporal-audit-logs', region: 'us-east-1' })
      expect(outputs.temporalUi).toContain(streamArn)
      expect(outputs.temporalCli).toBe(
        `temporal cloud account audit-log sink kinesis create --sink-name temporal-audit-lake --role-name temporal-audit-logs --destination-uri ${streamArn} --region us-east-1`,
      )
      expect(outputs.temporalTerraform).toContain(`destination_uri = "${streamArn}"`)
      expect(outputs.firstEvents).toContain('temporal_audit_lake_dev.audit_logs')
    })

    it('sends no data of a stage to another one', () => {
      const text = JSON.stringify(dev().resources.filter(({ type }) => type.startsWith('aws:')))
      expect(text).not.toContain('production')
    })

    it('runs every function on a runtime that Lambda still takes', () => {
      const runtimes = ofType(dev(), 'aws:lambda/function:Function').map(({ inputs }) => inputs.runtime)
      expect(runtimes).toEqual(['nodejs24.x', 'nodejs24.x', 'nodejs24.x'])
    })
  })
}
