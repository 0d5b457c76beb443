import type { Configuration } from './configuration.ts'
import type { Place } from './place.ts'
import { dataKey } from './policies/data-key.ts'
import { isProduction } from './stage.ts'

/** The key that the stream, the buckets and the results are encrypted with. */
export function key({ temporal }: Configuration, place: $util.Output<Place>): aws.kms.Key {
  const made = new aws.kms.Key(
    'DataKey',
    {
      description: `${$app.name} ${$app.stage}: the audit log, in the stream and at rest`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: $jsonStringify(place.apply(where => dataKey(where, temporal.roleName))),
    },
    { protect: isProduction($app.stage) },
  )
  new aws.kms.Alias('DataKeyAlias', { name: `alias/${$app.name}-${$app.stage}`, targetKeyId: made.keyId })
  return made
}
