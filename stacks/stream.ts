import type { Configuration } from './configuration.ts'
import { nameOf } from './deployment.ts'
import { temporalWriter, temporalWriterTrust } from './policies/temporal-writer.ts'
import { isProduction } from './stage.ts'

/** The stream that Temporal Cloud writes into. */
export interface Stream {
  readonly name: $util.Output<string>
  readonly arn: $util.Output<string>
}

/** The stream, and the role that writes into it unless Temporal's own template makes that. */
export function stream(configuration: Configuration, key: aws.kms.Key): Stream {
  const { mode, retentionDays } = configuration.stream
  const { name, arn } = new sst.aws.KinesisStream(
    'AuditLogs',
    {
      transform: {
        stream: (args, options) => {
          args.name = nameOf('stream') // pasted into Temporal Cloud
          args.streamModeDetails = { streamMode: mode === 'provisioned' ? 'PROVISIONED' : 'ON_DEMAND' }
          if (configuration.stream.mode === 'provisioned') args.shardCount = configuration.stream.shards
          args.retentionPeriod = retentionDays * 24
          args.encryptionType = 'KMS'
          args.kmsKeyId = key.arn
          options.ignoreChanges = ['shardCount'] // Temporal Cloud may change it
        },
      },
    },
    { protect: isProduction($app.stage) },
  )
  temporalRole(configuration, arn, key.arn)
  return { name, arn }
}

function temporalRole(
  { temporal }: Configuration,
  streamArn: $util.Output<string>,
  keyArn: $util.Output<string>,
): void {
  if (temporal.access === 'auto') return
  new aws.iam.Role('TemporalWriter', {
    name: temporal.roleName, // pasted into Temporal Cloud
    description: 'Temporal Cloud writes the audit log with it',
    assumeRolePolicy: JSON.stringify(temporalWriterTrust(temporal.principals, temporal.externalId)),
    inlinePolicies: [{ name: 'write', policy: $jsonStringify($resolve({ streamArn, keyArn }).apply(temporalWriter)) }],
  })
}
