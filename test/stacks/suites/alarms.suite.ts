import { describe, expect, it } from 'vitest'
import type { Inputs } from '../offline/provider.ts'
import type { Synth } from '../offline/synth.ts'
import { ofType, only } from '../stage.ts'

const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm'

export function alarmsSuite(dev: () => Synth, production: () => Synth): void {
  describe('alarms', () => {
    it('watch everything that can go wrong', () => {
      expect(
        ofType(dev(), ALARM)
          .map(({ name }) => name)
          .sort(),
      ).toEqual([
        'DeadLetters',
        'DeadLettersDeliveryIsBehind',
        'IngestFails',
        'IngestIsThrottled',
        'RawDeliveryIsBehind',
        'ReceiptsDeliveryIsBehind',
        'ReceiptsDoNotBalance',
        'ReportFails',
        'ReportIsMissing',
        'ReportIsThrottled',
        'ReportWasGivenUp',
        'SealFails',
        'SealIsThrottled',
        'SealWasGivenUp',
        'SealingIsLate',
        'StreamIsBehind',
        'StreamThrottlesWriters',
      ])
    })

    it('say what is wrong and what to do, and tell the topic when it begins and ends', () => {
      for (const { inputs } of ofType(dev(), ALARM)) {
        expect(inputs.alarmDescription).toMatch(/^.{30,300}$/)
        const topic = ['arn:aws:sns:us-east-1:111122223333:temporal-audit-lake-dev-alarms']
        expect(inputs).toMatchObject({
          alarmActions: topic,
          okActions: topic,
          comparisonOperator: 'GreaterThanThreshold',
        })
      }
    })

    it('look at metrics under the dimensions that functions write them with', () => {
      const { service } = dimensionsOf(dev(), 'DeadLetters')
      const { environment } = only(dev(), 'aws:lambda/function:Function', 'IngestFunction')
      expect(environment.variables.POWERTOOLS_SERVICE_NAME).toBe(service)
      expect(only(dev(), ALARM, 'DeadLetters').namespace).toBe(environment.variables.POWERTOOLS_METRICS_NAMESPACE)
    })

    it('take silence of what runs every hour for trouble, and silence of others for peace', () => {
      const breaching = ofType(dev(), ALARM).filter(({ inputs }) => inputs.treatMissingData === 'breaching')
      expect(breaching.map(({ name }) => name).sort()).toEqual(['ReportIsMissing', 'SealingIsLate'])
    })

    it('go by mail to whom the configuration names', () => {
      expect(ofType(dev(), 'aws:sns/topicSubscription:TopicSubscription')).toEqual([])
      const subscriptions = ofType(production(), 'aws:sns/topicSubscription:TopicSubscription').filter(({ name }) =>
        name.startsWith('AlarmsTo'),
      )
      expect(subscriptions.map(({ inputs }) => [inputs.protocol, inputs.endpoint])).toEqual([
        ['email', 'security@example.com'],
        ['email', 'operations@example.com'],
      ])
    })

    it('include a budget when the configuration has one', () => {
      expect(ofType(dev(), 'aws:budgets/budget:Budget')).toEqual([])
      expect(only(production(), 'aws:budgets/budget:Budget')).toMatchObject({
        limitAmount: '50',
        notifications: [{ subscriberEmailAddresses: ['security@example.com', 'operations@example.com'] }],
      })
    })
  })
}

function dimensionsOf(synth: Synth, alarm: string): Inputs {
  return only(synth, ALARM, alarm).dimensions
}
