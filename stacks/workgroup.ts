import type { Configuration } from './configuration.ts'
import { nameOf } from './deployment.ts'

const GIB = 1024 ** 3

/** Where a workgroup leaves results in the lake's bucket. */
export function resultsOf(name: string): string {
  return `athena-results/${name}/`
}

/**
 * A workgroup of Athena whose settings nobody can go around: where results go, how they are encrypted, and how much one
 * query may read.
 */
export function workgroup(
  name: string,
  { athena }: Configuration,
  files: sst.aws.Bucket,
  key: aws.kms.Key,
): aws.athena.Workgroup {
  return new aws.athena.Workgroup(`${name}Workgroup`, {
    name: nameOf(name),
    forceDestroy: true, // its history only: results are in the bucket
    configuration: {
      enforceWorkgroupConfiguration: true,
      publishCloudwatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: Math.round(athena.scanLimitGiB * GIB),
      engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
      resultConfiguration: {
        outputLocation: $interpolate`s3://${files.name}/${resultsOf(name)}`,
        encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: key.arn },
      },
    },
  })
}
