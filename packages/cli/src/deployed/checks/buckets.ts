import {
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import type { Finding } from '@temporal-audit-lake/lake'
import { type CheckedStage, deployAgain, gone, ifThere, type StageCheck, unmet } from './stage-check.ts'

/** The buckets keep versions, are closed to the public, and encrypt what is put into them. */
export const bucketsCheck: StageCheck = {
  name: 'buckets',
  async run(stage) {
    const client = stage.aws.client(S3Client)
    const { bucket, rawBucket } = stage.names
    const found = await Promise.all([bucket, rawBucket].map(name => bucketFindings(client, name, stage)))
    return found.flat()
  },
}

async function bucketFindings(client: S3Client, Bucket: string, stage: CheckedStage): Promise<Finding[]> {
  const versioning = await ifThere(client.send(new GetBucketVersioningCommand({ Bucket })), 'NoSuchBucket')
  if (!versioning) return gone('bucket_missing', Bucket, stage)
  const access = await ifThere(
    client.send(new GetPublicAccessBlockCommand({ Bucket })),
    'NoSuchPublicAccessBlockConfiguration',
  )
  const encryption = await ifThere(
    client.send(new GetBucketEncryptionCommand({ Bucket })),
    'ServerSideEncryptionConfigurationNotFoundError',
  )
  const rules = encryption?.ServerSideEncryptionConfiguration?.Rules ?? []
  const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
    access?.PublicAccessBlockConfiguration ?? {}
  return unmet(Bucket, [
    {
      holds: versioning.Status === 'Enabled',
      kind: 'bucket_not_versioned',
      message: 'what is deleted or replaced in it cannot be brought back',
      repair: `aws s3api put-bucket-versioning --bucket ${Bucket} --versioning-configuration Status=Enabled`,
    },
    {
      holds: [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets].every(Boolean),
      kind: 'bucket_open_to_public',
      message: 'nothing keeps somebody from showing it to the public',
      repair: `aws s3api put-public-access-block --bucket ${Bucket} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
    },
    {
      holds: rules.some(rule => rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm === 'aws:kms'),
      kind: 'bucket_not_encrypted',
      message: 'what is put into it is not encrypted with the key of the lake',
      repair: deployAgain(stage),
    },
  ])
}
