import { type AthenaGrant, askAthena, glueArns, readGlue } from './athena.ts'
import { ownLogs } from './logs.ts'
import { allow, type Policy, policy } from './statement.ts'

export interface SealGrant extends AthenaGrant {
  readonly keyArn: string
  readonly queueArn: string
  readonly logGroupArn: string
}

/** What sealing takes: files in, one file a day out, the manifest, the catalog that readers see, and what is old away. */
export function sealPolicy(grant: SealGrant): Policy {
  const { place, database, bucketArn, keyArn, queueArn, logGroupArn } = grant
  const tiers = ['arrivals', 'late', 'sealed'].map(tier => `${bucketArn}/${tier}/*`)
  return policy(
    allow('ReadTiers', ['s3:GetObject'], tiers),
    allow('WriteSealed', ['s3:PutObject'], [`${bucketArn}/sealed/*`, `${bucketArn}/merged-files/*`]),
    // with versioning this leaves a marker: what is deleted can be brought back
    allow('CleanUp', ['s3:DeleteObject'], tiers),
    allow(
      'Commit',
      ['s3:GetObject', 's3:PutObject'],
      [`${bucketArn}/manifest.json`, `${bucketArn}/catalog-lease.json`],
    ),
    allow('Crypt', ['kms:Decrypt', 'kms:GenerateDataKey'], [keyArn]),
    ...askAthena(grant),
    readGlue(grant),
    allow(
      'PublishPartitions',
      ['glue:BatchCreatePartition', 'glue:BatchUpdatePartition'],
      glueArns(place, database, 'sealed'),
    ),
    allow(
      'AddColumns',
      ['glue:UpdateTable'],
      ['arrivals', 'sealed'].flatMap(table => glueArns(place, database, table)),
    ),
    allow(
      'PublishViews',
      ['glue:CreateTable', 'glue:UpdateTable'],
      [
        'audit_logs',
        'audit_log_versions',
        'dead_letters',
        'receipts',
        'events_flat',
        'event_targets',
        'access_changes',
        'known_names',
        'api_key_events',
      ].flatMap(view => glueArns(place, database, view)),
    ),
    allow('GiveUp', ['sqs:SendMessage'], [queueArn]),
    ownLogs(logGroupArn),
  )
}
