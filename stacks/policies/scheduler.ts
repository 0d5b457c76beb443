import { allow, type Policy, policy } from './statement.ts'

/** What a schedule may do: call its function, and put what it had to give up into a queue. */
export function schedulePolicy({ functionArn, queueArn }: { functionArn: string; queueArn: string }): Policy {
  return policy(
    allow('Invoke', ['lambda:InvokeFunction'], [functionArn]),
    allow('GiveUp', ['sqs:SendMessage'], [queueArn]),
  )
}
