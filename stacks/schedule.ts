import { nameOf } from './deployment.ts'
import type { Place } from './place.ts'
import { schedulePolicy } from './policies/scheduler.ts'
import { serviceTrust } from './policies/statement.ts'

/** When a function is called, and what happens when that fails. */
export interface ScheduleDescription {
  /** Its name here, such as `SealSchedule`. */
  readonly id: string
  /** In UTC, in the words of EventBridge Scheduler: `cron(15 * * * ? *)`. */
  readonly expression: string
  readonly function: sst.aws.Function
  readonly queue: aws.sqs.Queue
}

/** Calls a function by the clock, again when that fails, and keeps the call in a queue when it had to be given up. */
export function schedule(place: $util.Output<Place>, description: ScheduleDescription): aws.scheduler.Schedule {
  const { id, expression, queue } = description
  const role = new aws.iam.Role(`${id}Role`, {
    assumeRolePolicy: $jsonStringify(
      place.apply(({ accountId }) => serviceTrust('scheduler.amazonaws.com', accountId)),
    ),
    inlinePolicies: [
      {
        name: 'schedule',
        policy: $jsonStringify(
          $resolve({ functionArn: description.function.arn, queueArn: queue.arn }).apply(schedulePolicy),
        ),
      },
    ],
  })
  return new aws.scheduler.Schedule(id, {
    name: nameOf(id.toLowerCase()),
    scheduleExpression: expression,
    scheduleExpressionTimezone: 'UTC',
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: description.function.arn,
      roleArn: role.arn,
      input: '{}',
      retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 3_600 },
      deadLetterConfig: { arn: queue.arn },
    },
  })
}

const FORTNIGHT_SECONDS = 1_209_600

/** Where calls that were given up wait for somebody to look at them. */
export function givenUp(id: string): aws.sqs.Queue {
  return new aws.sqs.Queue(id, { sqsManagedSseEnabled: true, messageRetentionSeconds: FORTNIGHT_SECONDS })
}
