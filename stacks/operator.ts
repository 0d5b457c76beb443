import { nameOf } from './deployment.ts'
import type { Ingest } from './ingest.ts'
import type { Lake } from './lake.ts'
import type { Place } from './place.ts'
import { operatorPolicy } from './policies/operator.ts'
import type { Raw } from './raw.ts'
import type { Report } from './report.ts'
import type { Seal } from './seal.ts'
import type { Stream } from './stream.ts'

interface Parts {
  readonly stream: Stream
  readonly lake: Lake
  readonly raw: Raw
  readonly ingest: Ingest
  readonly seal: Seal
  readonly report: Report | null
}

/** The policy for those who look after the lake with the command line. */
export function operator(place: $util.Output<Place>, parts: Parts): aws.iam.Policy {
  const { stream, lake, raw, ingest, seal, report } = parts
  return new aws.iam.Policy('Operator', {
    name: nameOf('operator'), // the command line tells people to attach it
    description: 'Attach it, besides the one for readers, to whoever looks after the audit log',
    policy: $jsonStringify(
      $resolve({
        place,
        streamArn: stream.arn,
        bucketArn: lake.bucket.arn,
        rawBucketArn: raw.bucket.arn,
        ledgerArns: [ingest.deadLetters.arn, ingest.receipts.arn],
        rawDeliveryArn: raw.delivery.arn,
        machinesWorkgroup: lake.machines.name,
        mappingUuid: ingest.mapping.uuid,
        sealArn: seal.function.arn,
        scheduleArn: seal.schedule.arn,
        queueArns: [seal.queue.arn, ...(report ? [report.queue.arn] : [])],
      }).apply(operatorPolicy),
    ),
  })
}
