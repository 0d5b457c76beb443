import type { Configuration } from './configuration.ts'
import { nameOf } from './deployment.ts'
import { lambda } from './function.ts'
import type { Lake } from './lake.ts'
import { databaseName, type Place } from './place.ts'
import { reportPolicy } from './policies/report.ts'
import { givenUp, schedule } from './schedule.ts'
import { resultsOf } from './workgroup.ts'

/** What writes reports by the clock. */
export interface Report {
  readonly function: sst.aws.Function
  readonly queue: aws.sqs.Queue
  /** Says that a report is there. */
  readonly topic: aws.sns.Topic
}

/** Ten minutes after the hourly seal: it makes what is due by then, and what was missed. */
const HOURLY = 'cron(25 * * * ? *)'

/** The function that writes reports, its clock and its topic; null when none are wanted. */
export function report(
  { reports }: Configuration,
  place: $util.Output<Place>,
  { key, lake }: { key: aws.kms.Key; lake: Lake },
): Report | null {
  if (reports.length === 0) return null
  const queue = givenUp('ReportGivenUp')
  const topic = reportTopic(reports, key)
  const made = lambda(place, {
    id: 'Report',
    description: 'Writes the reports that are due',
    handler: 'packages/functions/src/report.handler',
    memory: '1024 MB',
    timeout: '15 minutes',
    environment: {
      BUCKET: lake.bucket.name,
      DATABASE: lake.database,
      WORKGROUP: lake.machines.name,
      REPORT_TOPIC: topic.arn,
      SCHEDULE: JSON.stringify(reports),
    },
    policy: logGroupArn =>
      $resolve({
        ...{ place, workgroup: lake.machines.name, bucketArn: lake.bucket.arn },
        ...{ keyArn: key.arn, topicArn: topic.arn },
      }).apply(names =>
        reportPolicy({
          ...names,
          logGroupArn,
          database: databaseName($app.name, $app.stage),
          results: resultsOf('machines'),
        }),
      ),
  })
  schedule(place, { id: 'ReportSchedule', expression: HOURLY, function: made, queue })
  return { function: made, queue, topic }
}

/** A topic with a subscription for each address: it takes the messages that name it. */
function reportTopic(reports: Configuration['reports'], key: aws.kms.Key): aws.sns.Topic {
  const topic = new aws.sns.Topic('Reports', { name: nameOf('reports'), kmsMasterKeyId: key.arn })
  const addresses = new Set(reports.flatMap(({ to }) => to))
  ;[...addresses].forEach((endpoint, i) => {
    new aws.sns.TopicSubscription(`ReportsTo${i}`, {
      ...{ topic: topic.arn, protocol: 'email', endpoint },
      filterPolicy: JSON.stringify({ to: [endpoint] }),
    })
  })
  return topic
}
