import type { Configuration } from './configuration.ts'
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
}

/** When the period before is over, and what was late has been sealed. */
const WHEN = { weekly: 'cron(0 6 ? * MON *)', monthly: 'cron(0 6 1 * ? *)' } as const

/** The function that writes reports and its schedule; null when none are wanted. */
export function report(
  { reports }: Configuration,
  place: $util.Output<Place>,
  { key, lake }: { key: aws.kms.Key; lake: Lake },
): Report | null {
  if (reports === 'never') return null
  const queue = givenUp('ReportGivenUp')
  const made = lambda(place, {
    id: 'Report',
    description: 'Writes the reports of the period that is over',
    handler: 'packages/functions/src/report.handler',
    memory: '512 MB',
    timeout: '15 minutes',
    environment: {
      BUCKET: lake.bucket.name,
      DATABASE: lake.database,
      WORKGROUP: lake.machines.name,
      PERIOD: reports === 'weekly' ? 'week' : 'month',
    },
    policy: logGroupArn =>
      $resolve({ place, workgroup: lake.machines.name, bucketArn: lake.bucket.arn, keyArn: key.arn }).apply(names =>
        reportPolicy({
          ...names,
          logGroupArn,
          database: databaseName($app.name, $app.stage),
          results: resultsOf('machines'),
        }),
      ),
  })
  schedule(place, { id: 'ReportSchedule', expression: WHEN[reports], function: made, queue })
  return { function: made, queue }
}
