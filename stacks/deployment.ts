import { partName } from '@temporal-audit-lake/lake/deployment'
import type { Place } from './place.ts'

/** Where this deployment makes things: known when AWS has been asked. */
export function place(): $util.Output<Place> {
  return $resolve({
    partition: aws.getPartitionOutput().partition,
    region: aws.getRegionOutput().region,
    accountId: aws.getCallerIdentityOutput().accountId,
    app: $app.name,
    stage: $app.stage,
  })
}

/**
 * The name of something that others refer to, such as `temporal-audit-lake-production-ingest`.
 *
 * What nobody refers to by name gets one from SST, with a random suffix.
 */
export function nameOf(thing: string): string {
  return partName($app.name, $app.stage, thing)
}
