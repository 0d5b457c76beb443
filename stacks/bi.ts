import type { Configuration } from './configuration.ts'
import { nameOf } from './deployment.ts'
import { databaseName, type Place } from './place.ts'
import { biReaderPolicy } from './policies/bi-reader.ts'
import { resultsOf, workgroup } from './workgroup.ts'

/**
 * What BI tools get: a workgroup of their own, so that what dashboards read is counted and bounded apart from what people
 * ask, and a policy that lets them read in it and nowhere else.
 */
export function bi(
  configuration: Configuration,
  place: $util.Output<Place>,
  { files, key }: { files: sst.aws.Bucket; key: aws.kms.Key },
): void {
  const tools = workgroup('bi', configuration, files, key)
  new aws.iam.Policy('BiReader', {
    name: nameOf('bi-reader'), // the guide tells people to attach it
    description: 'Attach it to the role or user of a BI tool that may read the audit log',
    policy: $jsonStringify(
      $resolve({ place, workgroup: tools.name, bucketArn: files.arn, keyArn: key.arn }).apply(names =>
        biReaderPolicy({ ...names, database: databaseName($app.name, $app.stage), results: resultsOf('bi') }),
      ),
    ),
  })
}
