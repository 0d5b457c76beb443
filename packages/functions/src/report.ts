import { AthenaClient } from '@aws-sdk/client-athena'
import { S3Client } from '@aws-sdk/client-s3'
import { SNSClient } from '@aws-sdk/client-sns'
import { athenaEngine, clientSettings, s3Store } from '@temporal-audit-lake/lake/aws'
import { runSchedule } from '@temporal-audit-lake/reports'
import { scheduleSchema } from '@temporal-audit-lake/reports/schedule'
import type { Context } from 'aws-lambda'
import { named } from './environment.ts'
import { logger } from './logger.ts'
import { countReports } from './metrics.ts'
import { tellBySns } from './tell-by-sns.ts'

const bucket = named('BUCKET')
const objects = s3Store({ client: new S3Client(clientSettings), bucket })
const engine = athenaEngine({
  client: new AthenaClient(clientSettings),
  workGroup: named('WORKGROUP'),
  database: named('DATABASE'),
})
const tell = tellBySns({
  ...{ client: new SNSClient(clientSettings), topicArn: named('REPORT_TOPIC') },
  ...{ region: named('AWS_REGION'), bucket },
})
const schedule = scheduleSchema.parse(JSON.parse(named('SCHEDULE')))

/** As the workgroup has it. */
const ENGINE = 'Athena engine version 3'
/** What a report may need before Lambda cuts the function off; what is not begun is made by the next call. */
const LEFT_FOR_ONE_MS = 5 * 60_000

/** Makes the scheduled reports that are due and not stored, in `reports/`, and tells whom they are for. */
export async function handler(_: unknown, context: Context): Promise<void> {
  const ports = { objects, engine, engineName: ENGINE, tell }
  const hasTime = () => context.getRemainingTimeInMillis() > LEFT_FOR_ONE_MS
  const { made, failed, overdue } = await runSchedule(schedule, ports, { now: Date.now, hasTime })
  for (const { folder } of made) logger.info('report written', { folder })
  for (const { run, error } of failed) logger.error('report failed', { folder: run.folder, error: error as Error })
  countReports(made.length, overdue)
  if (failed.length > 0) throw new Error(`${failed.length} of the reports failed: see the lines above`)
}
