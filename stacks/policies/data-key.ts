import type { Place } from '../place.ts'
import { type Policy, policy } from './statement.ts'

/**
 * Who may use the key that everything is encrypted with.
 *
 * The account, which means: whom IAM allows to. And the role that Temporal Cloud writes with, through Kinesis only: a
 * role that Temporal's own template makes may lack the permission, and would then be refused by the encrypted stream.
 */
export function dataKey({ partition, region, accountId }: Place, temporalRoleName: string): Policy {
  return policy(
    {
      Sid: 'Account',
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: ['kms:*'],
      Resource: ['*'],
    },
    {
      Sid: 'TemporalCloudThroughKinesis',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:GenerateDataKey'],
      Resource: ['*'],
      Condition: {
        StringEquals: {
          'kms:CallerAccount': accountId,
          'kms:ViaService': `kinesis.${region}.amazonaws.com`,
        },
        ArnEquals: { 'aws:PrincipalArn': `arn:${partition}:iam::${accountId}:role/${temporalRoleName}` },
      },
    },
  )
}
