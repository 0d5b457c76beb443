import type { Configuration } from './configuration.ts'
import { delivery } from './delivery.ts'
import { lambda } from './function.ts'
import type { Lake } from './lake.ts'
import type { Place } from './place.ts'
import { deliverToBucket } from './policies/firehose.ts'
import { ingestPolicy } from './policies/ingest.ts'
import { policy } from './policies/statement.ts'
import type { Seal } from './seal.ts'
import type { Stream } from './stream.ts'

/** What takes batches from the stream into the lake. */
export interface Ingest {
  readonly function: sst.aws.Function
  /** What makes Lambda read the stream. */
  readonly mapping: aws.lambda.EventSourceMapping
  readonly deadLetters: aws.kinesis.FirehoseDeliveryStream
  readonly receipts: aws.kinesis.FirehoseDeliveryStream
}

interface Needs {
  readonly key: aws.kms.Key
  readonly stream: Stream
  readonly lake: Lake
  readonly seal: Seal
}

/** An hour is closed 10 minutes after its end: no invocation may still write into it then. */
const TIMEOUT = '60 seconds'
const WINDOW_SECONDS = 10
const MOST_RECORDS = 10_000
const DAY_SECONDS = 86_400
/** Lambda's own limit. */
const LONGEST_AGE_SECONDS = 604_800

/** The function, its reading of the stream, and the deliveries of dead letters and receipts. */
export function ingest(configuration: Configuration, place: $util.Output<Place>, needs: Needs): Ingest {
  const { key, stream, lake, seal } = needs
  const deadLetters = ledger('DeadLetters', 'dead-letters', needs)
  const receipts = ledger('Receipts', 'receipts', needs)
  const made = lambda(place, {
    id: 'Ingest',
    description: 'Takes batches of the stream into the lake',
    handler: 'packages/functions/src/ingest.handler',
    memory: '1024 MB', // 10,000 records take 210 MB; the rest buys the half second of CPU that a cold start takes
    timeout: TIMEOUT,
    // the Parquet writer's WebAssembly is read from beside the bundle
    beside: ['node_modules/parquet-wasm/node/parquet_wasm_bg.wasm'],
    environment: {
      BUCKET: lake.bucket.name,
      DEAD_LETTERS: deadLetters.name,
      RECEIPTS: receipts.name,
      SEAL_FUNCTION: seal.function.name,
      ...(configuration.trustedProxies && { TRUSTED_PROXIES: configuration.trustedProxies.join(',') }),
    },
    policy: logGroupArn =>
      $resolve({
        streamArn: stream.arn,
        keyArn: key.arn,
        bucketArn: lake.bucket.arn,
        deliveryArns: [deadLetters.arn, receipts.arn],
        sealArn: seal.function.arn,
      }).apply(arns => ingestPolicy({ ...arns, logGroupArn })),
  })
  const mapping = new aws.lambda.EventSourceMapping('IngestFromStream', {
    eventSourceArn: stream.arn,
    functionName: made.name,
    startingPosition: 'TRIM_HORIZON', // what was put before the function was there counts too
    batchSize: MOST_RECORDS,
    maximumBatchingWindowInSeconds: WINDOW_SECONDS,
    functionResponseTypes: ['ReportBatchItemFailures'],
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: -1, // a store that is down for a day loses nothing
    maximumRecordAgeInSeconds: Math.min(configuration.stream.retentionDays * DAY_SECONDS, LONGEST_AGE_SECONDS),
    destinationConfig: { onFailure: { destinationArn: lake.bucket.arn } }, // whole records, in aws/lambda/
  })
  return { function: made, mapping, deadLetters, receipts }
}

function ledger(id: string, name: string, { key, lake }: Needs) {
  return delivery({
    id,
    name,
    bucket: lake.bucket,
    fileExtension: '.ndjson.gz',
    policy: logGroupArn =>
      $resolve({ bucketArn: lake.bucket.arn, keyArn: key.arn }).apply(arns =>
        policy(...deliverToBucket({ ...arns, logGroupArn, prefixes: [`${name}/`, `firehose-errors/${name}/`] })),
      ),
  })
}
