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
  const { place, database, bucketArn, keyArn, queueArn, logGroupArn, results } = grant
  const tiers = ['arrivals', 'late', 'sealed'].map(tier => `${bucketArn}/${tier}/*`)
  return policy(
    allow('ReadTiers', ['s3:GetObject'], tiers),
    allow('WriteSealed', ['s3:PutObject'], [`${bucketArn}/sealed/*`, `${bucketArn}/merged-files/*`]),
    // a large file comes in parts; those of one that is given up are thrown away
    allow('GiveUpParts', ['s3:AbortMultipartUpload'], [`${bucketArn}/sealed/*`]),
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
    // a large day is merged in tables that Athena writes
    allow(
      'MergeLargeDays',
      ['glue:CreateTable', 'glue:DeleteTable', 'glue:BatchCreatePartition'],
      glueArns(place, database, 'sealing_*'),
    ),
    allow('DropMerged', ['s3:DeleteObject'], [`${bucketArn}/${results}*`]),
    allow('GiveUp', ['sqs:SendMessage'], [queueArn]),
    ownLogs(logGroupArn),
  )
}
