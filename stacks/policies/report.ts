import { type AthenaGrant, askAthena, readGlue, readTables } from './athena.ts'
import { ownLogs } from './logs.ts'
import { allow, type Policy, policy } from './statement.ts'

export interface ReportGrant extends AthenaGrant {
  readonly keyArn: string
  readonly topicArn: string
  readonly logGroupArn: string
}

/** What writing reports takes: questions to Athena, what its files were, files into `reports/` and who is told of them. */
export function reportPolicy(grant: ReportGrant): Policy {
  return policy(
    ...askAthena(grant),
    readGlue(grant),
    readTables(grant.bucketArn),
    allow('ReadInputs', ['s3:GetObject'], [`${grant.bucketArn}/manifest.json`]),
    // what is due is seen from what is stored
    allow('Reports', ['s3:GetObject', 's3:PutObject'], [`${grant.bucketArn}/reports/*`]),
    allow('Tell', ['sns:Publish'], [grant.topicArn]),
    allow('Crypt', ['kms:Decrypt', 'kms:GenerateDataKey'], [grant.keyArn]),
    ownLogs(grant.logGroupArn),
  )
}
