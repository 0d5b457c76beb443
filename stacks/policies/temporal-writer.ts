import { allow, type Policy, policy } from './statement.ts'

/**
 * Who may become the role that Temporal Cloud writes with: the principals that Temporal names, under the external id
 * that it gave to this customer.
 */
export function temporalWriterTrust(principals: readonly string[], externalId: string): Policy {
  return policy({
    Sid: 'TemporalCloud',
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Principal: { AWS: principals },
    Condition: { StringEquals: { 'sts:ExternalId': externalId } },
  })
}

/**
 * What Temporal Cloud may do: the four actions of its own template on this stream, and what writing into an encrypted
 * stream takes.
 */
export function temporalWriter({ streamArn, keyArn }: { streamArn: string; keyArn: string }): Policy {
  return policy(
    allow(
      'Write',
      ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStreamSummary', 'kinesis:UpdateShardCount'],
      [streamArn],
    ),
    allow('Encrypt', ['kms:GenerateDataKey'], [keyArn]),
  )
}
