import { type AthenaGrant, askAthena, readGlue, readTables } from './athena.ts'
import { ownLogs } from './logs.ts'
import { allow, type Policy, policy } from './statement.ts'

export interface ReportGrant extends AthenaGrant {
  readonly keyArn: string
  readonly logGroupArn: string
}

/** What writing a report takes: questions to Athena, and a page into `reports/`. */
export function reportPolicy(grant: ReportGrant): Policy {
  return policy(
    ...askAthena(grant),
    readGlue(grant),
    readTables(grant.bucketArn),
    allow('WriteReports', ['s3:PutObject'], [`${grant.bucketArn}/reports/*`]),
    allow('Crypt', ['kms:Decrypt', 'kms:GenerateDataKey'], [grant.keyArn]),
    ownLogs(grant.logGroupArn),
  )
}
