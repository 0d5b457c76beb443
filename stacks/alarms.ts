import type { Configuration } from './configuration.ts'
import { nameOf } from './deployment.ts'
import { METRICS_NAMESPACE } from './function.ts'
import type { Ingest } from './ingest.ts'
import type { Raw } from './raw.ts'
import type { Report } from './report.ts'
import type { Seal } from './seal.ts'
import type { Stream } from './stream.ts'

interface Watched {
  readonly stream: Stream
  readonly raw: Raw
  readonly ingest: Ingest
  readonly seal: Seal
  readonly report: Report | null
}

/** What is wrong when a metric is above a limit. */
interface Alarm {
  readonly id: string
  /** What it means and what to do, in the mail. */
  readonly description: string
  readonly namespace: string
  readonly metric: string
  readonly statistic: 'Sum' | 'Maximum'
  readonly dimensions: Record<string, $util.Input<string>>
  readonly above: number
  /** Seconds that one value covers, and how many values in a row are too much. */
  readonly period: number
  readonly times?: number
  /** Whether it is also wrong when nothing is heard. */
  readonly silenceIsWrong?: boolean
}

const MINUTE_MS = 60_000
const MINUTE = 60
const HOUR = 3_600

/** Who is told, and of what. */
export function alarms(configuration: Configuration, watched: Watched): aws.sns.Topic {
  const topic = new aws.sns.Topic('Alarms', { name: nameOf('alarms') })
  configuration.alarms.emails.forEach((endpoint, i) => {
    new aws.sns.TopicSubscription(`AlarmsTo${i}`, { topic: topic.arn, protocol: 'email', endpoint })
  })
  for (const alarm of alarmsOf(watched)) {
    new aws.cloudwatch.MetricAlarm(alarm.id, {
      alarmDescription: alarm.description,
      namespace: alarm.namespace,
      metricName: alarm.metric,
      statistic: alarm.statistic,
      dimensions: alarm.dimensions,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: alarm.above,
      period: alarm.period,
      evaluationPeriods: alarm.times ?? 1,
      treatMissingData: alarm.silenceIsWrong ? 'breaching' : 'notBreaching',
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    })
  }
  budget(configuration)
  return topic
}

function alarmsOf({ stream, raw, ingest, seal, report }: Watched): Alarm[] {
  return [
    {
      id: 'StreamIsBehind',
      description: 'Records wait in the stream for more than 30 minutes: look at the log of the ingest function.',
      namespace: 'AWS/Lambda',
      metric: 'IteratorAge',
      statistic: 'Maximum',
      dimensions: { FunctionName: ingest.function.name },
      above: 30 * MINUTE_MS,
      period: 5 * MINUTE,
    },
    {
      id: 'StreamThrottlesWriters',
      description: 'Temporal Cloud writes more than the stream takes: give it more shards.',
      namespace: 'AWS/Kinesis',
      metric: 'WriteProvisionedThroughputExceeded',
      statistic: 'Sum',
      dimensions: { StreamName: stream.name },
      above: 0,
      period: 5 * MINUTE,
    },
    ...functionAlarms('Ingest', ingest.function),
    ...functionAlarms('Seal', seal.function),
    ...(report ? functionAlarms('Report', report.function) : []),
    ...givenUpAlarms('Seal', seal.queue),
    ...(report ? [...givenUpAlarms('Report', report.queue), overdueAlarm(report)] : []),
    {
      id: 'DeadLetters',
      description: 'Something in the stream could not become a row: SELECT * FROM dead_letters, then redrive it.',
      ...ofFunction(ingest.function, 'dead_letters'),
      above: 0,
      period: 5 * MINUTE,
    },
    {
      id: 'ReceiptsDoNotBalance',
      description:
        'A batch did not account for all of its pieces and was not stored. This is a bug: keep the stream, tell us.',
      ...ofFunction(ingest.function, 'unbalanced'),
      above: 0,
      period: 5 * MINUTE,
    },
    {
      id: 'SealingIsLate',
      description: 'Arrivals are not sealed for more than 3 hours: look at the log of the seal function.',
      ...ofFunction(seal.function, 'seconds_behind'),
      statistic: 'Maximum',
      above: 3 * HOUR,
      period: HOUR,
      times: 3,
      silenceIsWrong: true,
    },
    ...freshnessAlarms('Raw', raw.delivery),
    ...freshnessAlarms('DeadLetters', ingest.deadLetters),
    ...freshnessAlarms('Receipts', ingest.receipts),
  ]
}

function ofFunction({ name }: sst.aws.Function, metric: string) {
  return { namespace: METRICS_NAMESPACE, metric, statistic: 'Sum', dimensions: { service: name } } as const
}

function functionAlarms(id: string, { name }: sst.aws.Function): Alarm[] {
  const rest = {
    namespace: 'AWS/Lambda',
    statistic: 'Sum',
    dimensions: { FunctionName: name },
    period: 5 * MINUTE,
  } as const
  return [
    {
      id: `${id}Fails`,
      description: `The function ${id} fails: look at its log.`,
      metric: 'Errors',
      above: 0,
      ...rest,
    },
    {
      id: `${id}IsThrottled`,
      description: `The function ${id} is not let run: the account's limit of concurrent executions is reached.`,
      metric: 'Throttles',
      above: 0,
      times: 3,
      ...rest,
    },
  ]
}

function givenUpAlarms(id: string, { name }: aws.sqs.Queue): Alarm[] {
  return [
    {
      id: `${id}WasGivenUp`,
      description: `A call of the function ${id} was given up, it waits in the queue: look at its log, then purge the queue.`,
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      dimensions: { QueueName: name },
      above: 0,
      period: 5 * MINUTE,
    },
  ]
}

function overdueAlarm(report: Report): Alarm {
  return {
    id: 'ReportIsMissing',
    description:
      'A scheduled report is due and was not made for 3 hours: look at the log of the report function. It is tried again every hour.',
    ...ofFunction(report.function, 'reports_overdue'),
    statistic: 'Maximum',
    above: 0,
    period: HOUR,
    times: 3,
    silenceIsWrong: true,
  }
}

function freshnessAlarms(id: string, { name }: aws.kinesis.FirehoseDeliveryStream): Alarm[] {
  return [
    {
      id: `${id}DeliveryIsBehind`,
      description: `The Firehose ${id} holds records for more than 30 minutes: look at its log group.`,
      namespace: 'AWS/Firehose',
      metric: 'DeliveryToS3.DataFreshness',
      statistic: 'Maximum',
      dimensions: { DeliveryStreamName: name },
      above: 30 * MINUTE,
      period: 5 * MINUTE,
    },
  ]
}

/** Counts the costs of this stage only: all that SST makes is tagged with its name. */
function budget({ alarms: { emails, monthlyBudgetUsd } }: Configuration): void {
  if (monthlyBudgetUsd === null || emails.length === 0) return
  new aws.budgets.Budget('Budget', {
    name: nameOf('month'),
    budgetType: 'COST',
    timeUnit: 'MONTHLY',
    limitAmount: String(monthlyBudgetUsd),
    limitUnit: 'USD',
    costFilters: [{ name: 'TagKeyValue', values: [`user:sst:app$${$app.name}`] }],
    notifications: [
      {
        comparisonOperator: 'GREATER_THAN',
        notificationType: 'FORECASTED',
        threshold: 100,
        thresholdType: 'PERCENTAGE',
        subscriberEmailAddresses: emails,
      },
    ],
  })
}
