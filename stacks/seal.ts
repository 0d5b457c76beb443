import type { Configuration } from './configuration.ts'
import { lambda } from './function.ts'
import type { Lake } from './lake.ts'
import { databaseName, type Place } from './place.ts'
import { sealPolicy } from './policies/seal.ts'
import { givenUp, schedule } from './schedule.ts'
import { resultsOf } from './workgroup.ts'

/** What merges arrivals into one file a day, and publishes them. */
export interface Seal {
  readonly function: sst.aws.Function
  readonly schedule: aws.scheduler.Schedule
  /** Calls that were given up. */
  readonly queue: aws.sqs.Queue
}

interface Needs {
  readonly key: aws.kms.Key
  readonly lake: Lake
}

/** An hour is closed 10 minutes after its end. */
const HOURLY = 'cron(15 * * * ? *)'
const HOUR_SECONDS = 3_600

/**
 * The function, its schedule, and its first run: until the catalog is published, nobody can ask anything. It is made anew
 * whenever its code changes.
 */
export function seal(configuration: Configuration, place: $util.Output<Place>, { key, lake }: Needs): Seal {
  const queue = givenUp('SealGivenUp')
  const made = lambda(place, {
    id: 'Seal',
    description: 'Merges arrivals into one file a day, and publishes them',
    handler: 'packages/functions/src/seal.handler',
    memory: '2048 MB',
    timeout: '15 minutes',
    storage: '4096 MB',
    install: { '@duckdb/node-api': '1.5.5-r.5' },
    ...(configuration.reserveConcurrency && { reservedConcurrency: 1 }),
    environment: {
      BUCKET: lake.bucket.name,
      DATABASE: lake.database,
      WORKGROUP: lake.machines.name,
      RESULTS: resultsOf('machines'),
      LARGE_DAY_MIB: String(configuration.largeDayMiB),
    },
    policy: logGroupArn =>
      $resolve({
        place,
        workgroup: lake.machines.name,
        bucketArn: lake.bucket.arn,
        keyArn: key.arn,
        queueArn: queue.arn,
      }).apply(names =>
        sealPolicy({
          ...names,
          logGroupArn,
          database: databaseName($app.name, $app.stage),
          results: resultsOf('machines'),
        }),
      ),
  })
  new aws.lambda.FunctionEventInvokeConfig('SealInvocations', {
    functionName: made.name,
    maximumRetryAttempts: 2,
    maximumEventAgeInSeconds: HOUR_SECONDS, // by then the schedule has called it anyway
    destinationConfig: { onFailure: { destination: queue.arn } },
  })
  const hourly = schedule(place, { id: 'SealSchedule', expression: HOURLY, function: made, queue })
  new aws.lambda.Invocation(
    'FirstSeal',
    {
      functionName: made.name,
      input: JSON.stringify({ prepare: true }),
      triggers: { code: made.nodes.function.s3Key.apply(key => key ?? '') },
    },
    { dependsOn: [...lake.tables] },
  )
  return { function: made, schedule: hourly, queue }
}
