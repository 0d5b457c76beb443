import { isProduction } from './stage.ts'

/**
 * A bucket that is versioned, encrypted with the data key, closed to the public and to plain HTTP.
 *
 * @param lock whether objects in it can be locked: only a new bucket can be told so
 */
export function bucket(name: string, key: aws.kms.Key, lock = false): sst.aws.Bucket {
  const made = new sst.aws.Bucket(
    name,
    {
      versioning: true,
      enforceHttps: true,
      transform: {
        bucket: args => {
          args.objectLockEnabled = lock
        },
      },
    },
    { protect: isProduction($app.stage) },
  )
  new aws.s3.BucketServerSideEncryptionConfiguration(`${name}Encryption`, {
    bucket: made.name,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
        bucketKeyEnabled: true,
      },
    ],
  })
  return made
}
