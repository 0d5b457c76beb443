import { scheduleSchema } from '@temporal-audit-lake/reports'
import { describe, expect, it } from 'vitest'
import full from '../offline/full.config.ts'
import type { Synth } from '../offline/synth.ts'
import { ofType, only } from '../stage.ts'

const MAPPING = 'aws:lambda/eventSourceMapping:EventSourceMapping'

export function functionsSuite(dev: () => Synth, production: () => Synth): void {
  describe('the functions', () => {
    it('reads the stream from its beginning, loses no batch and holds none up', () => {
      expect(only(dev(), MAPPING)).toMatchObject({
        eventSourceArn: dev().outputs.streamArn,
        functionName: 'temporal-audit-lake-dev-ingest',
        startingPosition: 'TRIM_HORIZON',
        batchSize: 10_000,
        maximumBatchingWindowInSeconds: 10,
        functionResponseTypes: ['ReportBatchItemFailures'],
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: -1,
        maximumRecordAgeInSeconds: 604_800,
        destinationConfig: {
          onFailure: { destinationArn: expect.stringMatching(/^arn:aws:s3:::temporal-audit-lake-dev-lakebucket/) },
        },
      })
    })

    it('asks for no greater age of records than Lambda takes', () => {
      expect(only(production(), MAPPING).maximumRecordAgeInSeconds).toBe(604_800)
    })

    it('ends ingesting long before the hour is closed that it writes into', () => {
      expect(only(dev(), 'aws:lambda/function:Function', 'IngestFunction').timeout).toBe(60)
    })

    it('tells functions names, not links', () => {
      expect(only(production(), 'aws:lambda/function:Function', 'IngestFunction').environment.variables).toMatchObject({
        BUCKET: expect.stringMatching(/-lakebucket-/),
        DEAD_LETTERS: 'temporal-audit-lake-production-dead-letters',
        RECEIPTS: 'temporal-audit-lake-production-receipts',
        SEAL_FUNCTION: 'temporal-audit-lake-production-seal',
        TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8',
        POWERTOOLS_METRICS_NAMESPACE: 'TemporalAuditLake',
      })
      expect(only(dev(), 'aws:lambda/function:Function', 'SealFunction').environment.variables).toMatchObject({
        DATABASE: 'temporal_audit_lake_dev',
        WORKGROUP: 'temporal-audit-lake-dev-machines',
        RESULTS: 'athena-results/machines/',
        LARGE_DAY_MIB: '512',
      })
    })

    it('seals every hour once it is closed, one at a time, again when it fails, and keeps what it had to give up', () => {
      const { scheduleExpression, scheduleExpressionTimezone, target } = only(
        dev(),
        'aws:scheduler/schedule:Schedule',
        'SealSchedule',
      )
      expect([scheduleExpression, scheduleExpressionTimezone]).toEqual(['cron(15 * * * ? *)', 'UTC'])
      expect(target).toMatchObject({
        arn: 'arn:aws:lambda:us-east-1:111122223333:function:temporal-audit-lake-dev-seal',
        retryPolicy: { maximumRetryAttempts: 10 },
        deadLetterConfig: { arn: expect.stringContaining(':sqs:') },
      })
      expect(only(dev(), 'aws:lambda/function:Function', 'SealFunction').reservedConcurrentExecutions).toBe(1)
      expect(only(production(), 'aws:lambda/function:Function', 'SealFunction')).not.toHaveProperty(
        'reservedConcurrentExecutions',
      )
      expect(only(dev(), 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig')).toMatchObject({
        destinationConfig: { onFailure: { destination: expect.stringContaining(':sqs:') } },
      })
    })

    it('seals at the end of each deployment, so that the catalog is published', () => {
      expect(only(dev(), 'aws:lambda/invocation:Invocation')).toMatchObject({
        functionName: 'temporal-audit-lake-dev-seal',
        input: '{"prepare":true}',
        triggers: { code: expect.stringMatching(/^assets\/Seal-code-[0-9a-f]{64}\.zip$/) },
      })
    })

    it('looks every hour, after the seal, which reports are due by the configuration', () => {
      const { scheduleExpression } = only(dev(), 'aws:scheduler/schedule:Schedule', 'ReportSchedule')
      expect(scheduleExpression).toBe('cron(25 * * * ? *)')
      const { variables } = only(production(), 'aws:lambda/function:Function', 'ReportFunction').environment
      expect(scheduleSchema.parse(JSON.parse(variables.SCHEDULE))).toEqual(full.reports)
      expect(variables.REPORT_TOPIC).toBe(
        'arn:aws:sns:eu-central-1:111122223333:temporal-audit-lake-production-reports',
      )
    })

    it('tells of a report whom it is for, each address of what names it, by a topic that is encrypted', () => {
      expect(only(dev(), 'aws:sns/topic:Topic', 'Reports').kmsMasterKeyId).toMatch(/^arn:aws:kms:/)
      const subscriptions = ofType(production(), 'aws:sns/topicSubscription:TopicSubscription').filter(({ name }) =>
        name.startsWith('ReportsTo'),
      )
      expect(subscriptions.map(({ inputs }) => [inputs.protocol, inputs.endpoint, inputs.filterPolicy])).toEqual([
        ['email', 'auditor@example.com', '{"to":["auditor@example.com"]}'],
        ['email', 'security@example.com', '{"to":["security@example.com"]}'],
      ])
    })

    it('keeps the lines of each function in a log group that does not grow for ever', () => {
      const groups = ofType(dev(), 'aws:cloudwatch/logGroup:LogGroup')
      expect(groups.filter(({ inputs }) => !inputs.retentionInDays)).toEqual([])
      expect(groups.map(({ inputs }) => inputs.name)).toContain('/aws/lambda/temporal-audit-lake-dev-ingest')
    })
  })
}
