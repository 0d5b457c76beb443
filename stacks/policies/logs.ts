import { allow, type Statement } from './statement.ts'

/** Writing the lines of one function into its own log group. */
export function ownLogs(logGroupArn: string): Statement {
  return allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroupArn}:*`])
}
